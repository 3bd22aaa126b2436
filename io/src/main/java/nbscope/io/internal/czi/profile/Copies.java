package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Configuration;
import nbscope.io.internal.czi.OpenCzi;
import org.jspecify.annotations.Nullable;

/// Copies of a file that are read instead of it, in the folder for temporary files, and deleted afterwards.
record Copies(Path path, OpenCzi file, List<Integer> tiles, Measuring measuring) {
    /// A copy may take so much of the free room.
    private static final double SHARE = 0.5;

    private static final long MOST = 16L << 30;

    BenchmarkRow measure(Configuration c) {
        return switch (c.copy()) {
            case "local" -> local(c);
            case "uncompressed" -> uncompressed(c);
            default -> zarr(c);
        };
    }

    private BenchmarkRow local(Configuration c) {
        return with(c, path.toFile().length(), copy -> {
            Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            return sameStore(copy)
                    ? "The file lies already on the file system of the folder for temporary files: a copy there gains "
                            + "nothing but what chance gives."
                    : "Copied to " + copy.getParent() + ".";
        });
    }

    private boolean sameStore(Path copy) throws IOException {
        FileStore there = Files.getFileStore(path);
        return there.equals(Files.getFileStore(copy));
    }

    /// Of the tiles that are measured only; what the whole file would take is estimated.
    private BenchmarkRow uncompressed(Configuration c) {
        long bytes = tiles.stream()
                .map(file::tile)
                .mapToLong(t -> (long) t.storedWidth()
                        * t.storedHeight()
                        * (t.pixelType() == null ? 1 : t.pixelType().bytes()))
                .sum();
        int scale = Math.max(1, Profiling.fullTiles(file) / Math.max(1, tiles.size()));
        return with(c, bytes, copy -> {
            RawCzi.write(file, tiles, copy);
            return scale == 1
                    ? "All tiles were copied."
                    : "The measured tiles were copied; the time is that of the whole file, " + scale
                            + " times as many.";
        });
    }

    /// Of the tiles that are measured only, as OME-Zarr.
    private BenchmarkRow zarr(Configuration c) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "nbscope-czi-" + System.nanoTime() + ".zarr");
        long from = System.nanoTime();
        try (ZarrCopy copy = ZarrCopy.make(file, tiles, folder)) {
            double seconds = (System.nanoTime() - from) / 1e9 * Profiling.fullTiles(file) / Math.max(1, tiles.size());
            return measuring.zarr(c, copy, file, tiles, seconds);
        } catch (MalformedDataException
                | UnsupportedDataException
                | UncheckedIOException
                | IllegalArgumentException e) {
            return Measuring.without(c, "the tiles cannot be converted: " + e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Making {
        /// @return what is to be said about it
        String make(Path copy) throws IOException;
    }

    private BenchmarkRow with(Configuration c, long bytes, Making making) {
        @Nullable Path copy = null;
        try {
            copy = Files.createTempFile("nbscope-czi-", ".czi");
            long free = Files.getFileStore(copy).getUsableSpace();
            if (bytes > MOST || bytes > free * SHARE) {
                return Measuring.without(
                        c,
                        "a copy of " + (bytes >> 20) + " MiB would take too much of the " + (free >> 20)
                                + " MiB that are free in " + copy.getParent());
            }
            long from = System.nanoTime();
            String note = making.make(copy);
            double seconds = (System.nanoTime() - from) / 1e9;
            boolean part = c.copy().equals("uncompressed");
            double whole = part ? seconds * Profiling.fullTiles(file) / Math.max(1, tiles.size()) : seconds;
            return measuring.row(copy, c, whole, note);
        } catch (MalformedDataException | UnsupportedDataException e) {
            return Measuring.without(c, "the tiles cannot be copied: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a copy of " + path + " cannot be made: " + e.getMessage(), e);
        } finally {
            delete(copy);
        }
    }

    private static void delete(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }
}
