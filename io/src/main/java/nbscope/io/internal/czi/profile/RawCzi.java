package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import nbscope.io.czi.CziTile;
import nbscope.io.internal.czi.OpenCzi;

/// Writes tiles of a file, uncompressed, to a new CZI file: reading it costs no decoding. Layout as ZEISS's format
/// describes it: segments of 32 bytes of header and content, aligned to 32; a directory of entries "DV" at the end.
final class RawCzi {
    private static final int HEADER = 32;
    private static final int ALIGN = 32;
    private static final int FILE_BYTES = 512;
    private static final int DIRECTORY_BYTES = 128;
    private static final int ENTRY_BYTES = 32;
    private static final int DIMENSION_BYTES = 20;
    private static final int BLOCK_BYTES = 256;

    private final FileChannel channel;
    private final List<ByteBuffer> entries = new ArrayList<>();
    private long end = HEADER + FILE_BYTES;

    private RawCzi(FileChannel channel) {
        this.channel = channel;
    }

    /// @param rows   of the source's directory
    /// @param target is replaced
    static void write(OpenCzi source, List<Integer> rows, Path target) {
        try (FileChannel channel = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            RawCzi file = new RawCzi(channel);
            for (int row : rows) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("copying was interrupted");
                }
                file.tile(source, row);
            }
            file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void tile(OpenCzi source, int row) throws IOException {
        CziTile tile = source.tile(row);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = source.readTile(row, arena::allocate);
            ByteBuffer entry = entry(tile, end);
            int head = Math.max(BLOCK_BYTES, 16 + entry.limit());
            ByteBuffer block = buffer(HEADER + head);
            segment(block, "ZISRAWSUBBLOCK", head + pixels.byteSize());
            block.putLong(HEADER + 8, pixels.byteSize());
            block.put(HEADER + 16, entry, 0, entry.limit());
            write(block, end);
            long at = end + HEADER + head;
            for (long done = 0; done < pixels.byteSize(); ) {
                long piece = Math.min(1 << 30, pixels.byteSize() - done);
                write(pixels.asSlice(done, piece).asByteBuffer(), at + done);
                done += piece;
            }
            entries.add(entry);
            end = aligned(at + pixels.byteSize());
        }
    }

    private static ByteBuffer entry(CziTile tile, long position) {
        Map<Character, Integer> dimensions = tile.position();
        ByteBuffer entry = buffer(ENTRY_BYTES + DIMENSION_BYTES * dimensions.size());
        entry.put((byte) 'D').put((byte) 'V');
        entry.putInt(Objects.requireNonNull(tile.pixelType()).code());
        entry.putLong(position);
        entry.putInt(28, dimensions.size());
        entry.position(ENTRY_BYTES);
        dimensions.forEach((letter, start) -> {
            boolean x = letter == 'X';
            boolean flat = x || letter == 'Y';
            int size = flat ? (int) (x ? tile.box().width() : tile.box().height()) : 1;
            int stored = flat ? (x ? tile.storedWidth() : tile.storedHeight()) : 1;
            entry.put((byte) letter.charValue()).put(new byte[3]);
            entry.putInt(start).putInt(size).putFloat(start).putInt(stored);
        });
        return entry.rewind();
    }

    private void finish() throws IOException {
        int bytes =
                DIRECTORY_BYTES + entries.stream().mapToInt(ByteBuffer::limit).sum();
        ByteBuffer directory = buffer(HEADER + bytes);
        segment(directory, "ZISRAWDIRECTORY", bytes);
        directory.putInt(HEADER, entries.size());
        directory.position(HEADER + DIRECTORY_BYTES);
        entries.forEach(entry -> directory.put(entry.duplicate()));
        write(directory.rewind(), end);
        ByteBuffer header = buffer(HEADER + FILE_BYTES);
        segment(header, "ZISRAWFILE", FILE_BYTES);
        header.putInt(HEADER, 1);
        header.putLong(HEADER + 52, end);
        write(header, 0);
    }

    private static void segment(ByteBuffer to, String id, long used) {
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        to.put(0, name);
        to.putLong(16, aligned(used));
        to.putLong(24, used);
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGN) * ALIGN;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }
}
