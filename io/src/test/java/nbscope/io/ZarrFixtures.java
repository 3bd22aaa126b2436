package nbscope.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// `zarr/arrays.zip`, many small files.
final class ZarrFixtures {
    private ZarrFixtures() {}

    static void unzip(Path folder) throws IOException {
        unzip(folder, "");
    }

    /// One file as it was.
    static void replace(Path folder, String file) throws IOException {
        unzip(folder, file);
    }

    private static void unzip(Path folder, String only) throws IOException {
        Path zip = Fixture.path("zarr/arrays.zip");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!only.isEmpty() && !only.equals(entry.getName())) {
                    continue;
                }
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(entries, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
