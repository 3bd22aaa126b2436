package nbscope.kernel.own.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Paths and glob patterns of magics, relative to the notebook's folder.
final class PathPatterns {
    private PathPatterns() {}

    /// Every file or folder that matches.
    static List<Path> all(List<String> patterns) throws CellFailure {
        List<Path> found = new ArrayList<>();
        for (String pattern : patterns) {
            for (String each : pattern.split(File.pathSeparator)) {
                found.addAll(one(each));
            }
        }
        return found;
    }

    /// Every jar that matches; of a folder its jars.
    static List<Path> jars(List<String> patterns) throws CellFailure {
        List<Path> found = new ArrayList<>();
        for (Path each : all(patterns)) {
            if (Files.isDirectory(each)) {
                found.addAll(one(each.resolve("*.jar").toString()));
            } else {
                found.add(each);
            }
        }
        return found;
    }

    private static List<Path> one(String pattern) throws CellFailure {
        String text = pattern.startsWith("~/") ? System.getProperty("user.home") + pattern.substring(1) : pattern;
        int glob = first(text, '*', first(text, '?', first(text, '{', first(text, '[', text.length()))));
        if (glob == text.length()) {
            Path path = Path.of(text).toAbsolutePath().normalize();
            if (!Files.exists(path)) {
                throw CellFailure.sentence("NoSuchFile", "no such file: " + path);
            }
            return List.of(path);
        }
        int slash = text.lastIndexOf('/', glob);
        Path base = Path.of(slash < 0 ? "" : text.substring(0, slash + 1))
                .toAbsolutePath()
                .normalize();
        PathMatcher matcher = FileSystems.getDefault()
                .getPathMatcher(
                        "glob:" + base + (base.toString().endsWith("/") ? "" : "/") + text.substring(slash + 1));
        if (!Files.isDirectory(base)) {
            throw CellFailure.sentence("NoSuchFile", "no such folder: " + base);
        }
        int depth = text.indexOf("**", glob) >= 0
                ? 32
                : 1 + (int) text.chars().skip(glob).filter(c -> c == '/').count();
        try (Stream<Path> walk = Files.walk(base, depth)) {
            List<Path> found = walk.filter(matcher::matches).sorted().toList();
            if (found.isEmpty()) {
                throw CellFailure.sentence("NoSuchFile", "no file matches " + pattern + " in " + base);
            }
            return found;
        } catch (IOException e) {
            throw CellFailure.sentence("NoSuchFile", base + " cannot be read: " + e.getMessage());
        }
    }

    private static int first(String text, char c, int otherwise) {
        int at = text.indexOf(c);
        return at < 0 ? otherwise : Math.min(at, otherwise);
    }
}
