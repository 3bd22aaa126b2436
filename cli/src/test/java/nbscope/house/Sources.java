package nbscope.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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

    /// Skipped folders are not entered: they hold a hundred times as many files as the sources.
    static List<Path> withSuffix(String... suffixes) {
        List<Path> found = new ArrayList<>();
        Path root = root();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // The checkout itself may have any name.
                    return !folder.equals(root)
                                    && SKIPPED.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && Stream.of(suffixes).anyMatch(file.toString()::endsWith)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
