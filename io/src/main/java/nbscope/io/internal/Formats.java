package nbscope.io.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import nbscope.io.Format;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// Finds the format of a file: by its first bytes, else by its name.
public final class Formats {
    private Formats() {}

    /// The format of this short name, or with null the one that the file shows.
    public static Format of(Path path, @Nullable String id) {
        if (id == null) {
            return of(path);
        }
        for (Format format : all()) {
            if (format.id().equals(id)) {
                return format;
            }
        }
        throw new IllegalArgumentException("there is no format \"" + id + "\"; nbscope reads "
                + all().stream().map(Format::id).sorted().collect(Collectors.joining(", ")));
    }

    /// All formats, found by the loader of nbscope itself: a kernel may have put the jars into a loader of its own.
    private static List<Format> all() {
        return ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    public static Format of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        List<Format> all = all();
        for (Format format : all) {
            if (Files.isDirectory(path) && format.detectFolder(path)) {
                return format;
            }
        }
        MappedFile.checkRegularFile(path);
        byte[] head = head(path);
        for (Format.Match wanted : List.of(Format.Match.KIND, Format.Match.CONTENT, Format.Match.NAME)) {
            List<Format> claims = all.stream()
                    .filter(format -> format.detect(head, name) == wanted)
                    .toList();
            if (claims.size() > 1) {
                throw new UnsupportedDataException(
                        path.toString(),
                        "it may be a file of each of these formats: "
                                + claims.stream()
                                        .map(f -> f.name() + " (" + f.id() + ")")
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + "; say which, for example DataSetOptions.none().format(\""
                                + claims.getFirst().id() + "\") or --format "
                                + claims.getFirst().id());
            }
            if (claims.size() == 1) {
                return claims.getFirst();
            }
        }
        String known = all.stream().map(Format::name).sorted().collect(Collectors.joining(", "));
        throw new UnsupportedDataException(
                path.toString(),
                "neither its first bytes nor its name belong to a format that nbscope reads (" + known
                        + "). For a raw file give its layout: DataSet.open(path, DataSetOptions.none().format(\"raw\").nav(...).sig(...).dtype(\"<u2\")), or "
                        + "--format raw --nav 64,64 --sig 128,128 --dtype <u2");
    }

    private static byte[] head(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(Format.HEAD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
