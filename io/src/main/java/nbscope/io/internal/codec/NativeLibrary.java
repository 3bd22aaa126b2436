package nbscope.io.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/// Finds the native libraries that the aircompressor jar carries. Every failure is an empty result: the Java twin is
/// always there.
final class NativeLibrary {
    private NativeLibrary() {}

    /// Loads `libzstd` or `liblz4` for this machine. Empty where the JVM was started without
    /// `--enable-native-access`, where the jar has nothing for the platform, or where the library does not load.
    static Optional<SymbolLookup> load(String library) {
        if (!NativeLibrary.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String arch = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "aarch64";
            default -> System.getProperty("os.arch", "");
        };
        String resource =
                "aircompressor/" + (mac ? "macos-" : "linux-") + arch + "/" + library + (mac ? ".dylib" : ".so");
        ClassLoader loader = NativeLibrary.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            Path copy = Files.createTempFile("nbscope-", "-" + library);
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return Optional.of(SymbolLookup.libraryLookup(copy, Arena.global()));
            } finally {
                // A loaded library does not need its file any more.
                Files.deleteIfExists(copy);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }
}
