package nbscope.io.internal.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.Lifetime;

/// Gzipped data in memory of its own.
///
/// @param values   what was asked for
/// @param lifetime frees the memory
public record Inflated(MemorySegment values, Lifetime lifetime) {
    /// Deflate never packs better than this.
    private static final long MOST_PACKED = 1032;

    private static final int PIECE = 1 << 16;

    /// Unpacks `length` bytes after `skip` ones.
    ///
    /// @param start of the gzip data in the file
    /// @throws MalformedDataException when the data end before
    public static Inflated of(Path file, long start, long skip, long length) {
        try {
            long packed = Files.size(file) - start;
            if (skip < 0 || length < 0 || (skip + length) / MOST_PACKED > packed + PIECE) {
                throw tooShort(file, length, packed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment values = arena.allocate(Math.max(1, length), 64).asSlice(0, length);
            fill(file, start, skip, values);
            return new Inflated(values, new Lifetime(file.toString(), arena::close));
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new UnsupportedDataException(
                    file.toString(),
                    "its data unpack to " + length + " bytes, more than the memory of this machine gives. "
                            + "Unpack the file with gunzip, then it is read piece by piece");
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static void fill(Path file, long start, long skip, MemorySegment values) {
        try (InputStream raw = Files.newInputStream(file)) {
            raw.skipNBytes(start);
            GZIPInputStream in = new GZIPInputStream(raw, PIECE);
            in.skipNBytes(skip);
            byte[] piece = new byte[PIECE];
            long at = 0;
            while (at < values.byteSize()) {
                int read = in.read(piece, 0, (int) Math.min(PIECE, values.byteSize() - at));
                if (read < 0) {
                    throw tooShort(file, values.byteSize(), at);
                }
                MemorySegment.copy(piece, 0, values, ValueLayout.JAVA_BYTE, at, read);
                at += read;
            }
        } catch (EOFException | ZipException e) {
            MalformedDataException broken = new MalformedDataException(
                    file.toString(),
                    start,
                    "gzip data that break off or are damaged (" + e.getMessage() + ")",
                    values.byteSize() + " bytes of values; copy or write the file again");
            broken.initCause(e);
            throw broken;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MalformedDataException tooShort(Path file, long length, long found) {
        return new MalformedDataException(
                file.toString(),
                -1,
                "gzip data of " + found + " bytes",
                length + " bytes of values as the header says; the file is cut short or damaged, write it again");
    }
}
