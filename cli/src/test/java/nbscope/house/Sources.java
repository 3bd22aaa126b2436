package nbscope.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The source files of the repository that people write by hand.
final class Sources {
    private static final Set<String> SKIPPED = Set.of("target", "build", "node_modules", "dist", ".git", "luts");

    private Sources() {}

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("nbscope")) || !Files.exists(here.resolve("LICENSE"))) {
            Path parent = here.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no repository root above " + Path.of("").toAbsolutePath());
            }
            here = parent;
        }
        return here;
    }

    static List<Path> withSuffix(String... suffixes) {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            Stream.of(suffixes).anyMatch(s -> file.toString().endsWith(s)))
                    .filter(file -> written(root().relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean written(Path relative) {
        for (Path part : relative) {
            if (SKIPPED.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
