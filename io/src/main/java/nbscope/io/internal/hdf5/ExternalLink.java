package nbscope.io.internal.hdf5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import nbscope.io.UnsupportedDataException;

/// A link to an object of another file.
///
/// @param path   of the link in its file
/// @param name   its last part
/// @param master the file that holds it
/// @param file   the other file as the link calls it
/// @param target path of the object there
public record ExternalLink(String path, String name, Path master, String file, String target) {
    private static final int NAMED = 5;

    /// Where the other file should be: beside the master, also where the link has the absolute path of a folder that
    /// is no more. The file need not exist.
    ///
    /// @param anywhere whether it may lie outside of the master's folder
    /// @throws UnsupportedDataException where it lies outside and may not
    public Path resolve(boolean anywhere) {
        try {
            Path link = Path.of(file);
            Path folder = Objects.requireNonNull(master.toAbsolutePath().getParent());
            Path found = folder.resolve(link).normalize();
            if (link.isAbsolute() && !Files.exists(found)) {
                found = folder.resolve(String.valueOf(link.getFileName()));
            }
            boolean inside = real(found).startsWith(folder.toRealPath());
            if (!inside && !anywhere) {
                throw new UnsupportedDataException(
                        master.toString(),
                        "its link " + path + " leads to " + found + ", outside of its folder, where "
                                + "nbscope does not follow unless it is told to; copy the file beside "
                                + master.getFileName());
            }
            return found;
        } catch (InvalidPathException e) {
            throw new UnsupportedDataException(
                    master.toString(), "its link " + path + " leads to a file whose name is none: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(master + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// With links of the file system followed, as far as the path exists.
    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path parent = path.getParent();
        return parent == null ? path : real(parent).resolve(path.getFileName());
    }

    /// The files of links, all of them there.
    ///
    /// @throws UncheckedIOException that names those that are not
    public static List<Path> requireAll(List<ExternalLink> links, boolean anywhere) {
        List<Path> files = links.stream().map(link -> link.resolve(anywhere)).toList();
        List<Path> missing =
                files.stream().filter(f -> !Files.isRegularFile(f)).distinct().toList();
        if (!missing.isEmpty()) {
            String names = missing.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "));
            String more = missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "";
            throw new UncheckedIOException(
                    links.getFirst().master() + ": " + missing.size() + " of the " + files.size()
                            + " files that it links to are missing: " + names + more + ". Put them beside it",
                    new NoSuchFileException(missing.getFirst().toString()));
        }
        return files;
    }
}
