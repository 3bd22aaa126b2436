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

/// Finds the format of a file: by its first bytes, else by its name.
public final class Formats {
    private Formats() {}

    public static Format of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        // The loader of nbscope itself: a kernel may have put the jars into a loader of its own.
        List<Format> all = ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (Format format : all) {
            if (Files.isDirectory(path) && format.detectFolder(path)) {
                return format;
            }
        }
        MappedFile.checkRegularFile(path);
        byte[] head = head(path);
        for (Format.Match wanted : List.of(Format.Match.CONTENT, Format.Match.NAME)) {
            for (Format format : all) {
                if (format.detect(head, name) == wanted) {
                    return format;
                }
            }
        }
        String known = all.stream().map(Format::name).sorted().collect(Collectors.joining(", "));
        throw new UnsupportedDataException(
                path.toString(),
                "neither its first bytes nor its name belong to a format that nbscope reads (" + known
                        + "). For a raw file give its layout: DataSet.open(path, RawOptions.of(DType.U16, shape...))");
    }

    private static byte[] head(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(Format.HEAD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
