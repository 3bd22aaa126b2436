package nbscope.io;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One entry of `src/test/fixtures/camera/expected.json`: what LiberTEM read from a file.
///
/// @param sha256      of all frames along the scan, little endian
/// @param sum         of all pixels
/// @param by          who read it
/// @param syncOffset  what LiberTEM guessed
/// @param masked      flat numbers of bad pixels
record CameraFixture(
        String file,
        long[] nav,
        int[] sig,
        String dtype,
        String sha256,
        double sum,
        String by,

        @com.fasterxml.jackson.annotation.JsonProperty("sync_offset") @Nullable
        Long syncOffset,

        @Nullable List<Integer> masked) {
    static final Path FOLDER = Path.of("src/test/fixtures/camera");

    static Stream<CameraFixture> all() {
        try {
            return new ObjectMapper()
                            .readValue(
                                    FOLDER.resolve("expected.json").toFile(),
                                    new TypeReference<List<CameraFixture>>() {})
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return FOLDER.resolve(file);
    }

    /// Copies the files whose names begin so, to be damaged.
    static void copy(String folder, String prefix, Path to) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(prefix)) {
                    Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
                }
            }
        }
    }

    @Override
    public String toString() {
        return file;
    }
}
