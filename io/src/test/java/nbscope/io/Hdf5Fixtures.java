package nbscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import nbscope.io.internal.hdf5.Hdf5File;

/// `hdf5/files.zip`, unpacked to a folder `hdf5`.
final class Hdf5Fixtures {
    private Hdf5Fixtures() {}

    static void unzip(Path folder) {
        try (InputStream in = Files.newInputStream(Fixture.path("hdf5/files.zip"));
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = folder.resolve("hdf5").resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(entries, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a fixture means: `hdf5/FILE`, or `hdf5/FILE#/DATASET`.
    static NdArray open(Path folder, Fixture fixture) {
        String[] name = fixture.file().split("#");
        Path file = folder.resolve(name[0]);
        return name.length == 1 ? NdArray.open(file) : Hdf5File.open(file, name[1]);
    }
}
