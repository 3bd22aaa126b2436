package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import nbscope.io.Compression.Codec;
import nbscope.io.internal.codec.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Converting a mosaic needs the same memory whatever its size: the heap is an eighth of the plane, and what the
/// process has in all (without mapped files; only Linux says it) less than 60 %.
class CziToZarrMemoryTest {
    private static final int TILE = 1024;
    private static final int TILES = 16;
    private static final int OVERLAP = 24;
    private static final int GRAY16 = 1;
    private static final int ZSTD0 = 5;
    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    Path folder;

    @Test
    void aPlaneOfEightTimesTheHeapIsConverted() throws Exception {
        Path czi = folder.resolve("large.czi");
        write(czi);
        try (CziFile file = CziFile.open(czi)) {
            assertThat(2 * file.bounds().width() * file.bounds().height()).isGreaterThan(512_000_000);
        }
        ChildJvm child = ChildJvm.run(
                Converter.class,
                "-Xmx64m",
                czi.toString(),
                folder.resolve("large.zarr").toString());
        assertThat(child.status()).as(child.said()).isZero();
        String most = child.said()
                .lines()
                .filter(l -> l.startsWith("most "))
                .findFirst()
                .orElseThrow();
        assertThat(Integer.parseInt(most.replaceAll("[^0-9]", ""))).as(most).isLessThan(300 * 1024);
    }

    /// The process with the small heap.
    static final class Converter {
        private static int most;

        private Converter() {}

        public static void main(String[] arguments) {
            OmeZarr.convert(Path.of(arguments[0]), Path.of(arguments[1]), OmeZarrOptions.defaults(), done -> look());
            look();
            System.out.println("most " + most + " kB");
        }

        /// Kilobytes of memory that is no file.
        private static synchronized void look() {
            if (!Files.exists(STATUS)) {
                return;
            }
            try {
                String line = Files.readAllLines(STATUS).stream()
                        .filter(l -> l.startsWith("RssAnon:"))
                        .findFirst()
                        .orElseThrow();
                most = Math.max(most, Integer.parseInt(line.replaceAll("[^0-9]", "")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// A grid of tiles with the same pixels.
    private static void write(Path path) throws IOException {
        byte[] pixels = new byte[2 * TILE * TILE];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / TILE);
        }
        byte[] packed = new byte[pixels.length];
        int size = Encoder.of(Codec.ZSTD, 2, false, true).encode(pixels, 0, pixels.length, packed, 0, packed.length);
        ByteBuffer directory = buffer(32 + 128 + 92 * TILES * TILES);
        directory.putInt(32, TILES * TILES).position(32 + 128);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 32 + 512;
            for (int i = 0; i < TILES * TILES; i++) {
                byte[] entry = entry(i, at);
                directory.put(entry);
                long used = 256L + size;
                ByteBuffer block = segment(buffer(Math.toIntExact(32 + aligned(used))), "ZISRAWSUBBLOCK", used);
                block.putLong(32 + 8, size).put(32 + 16, entry).put(32 + 256, packed, 0, size);
                file.write(block, at);
                at += block.capacity();
            }
            file.write(segment(directory.rewind(), "ZISRAWDIRECTORY", directory.capacity() - 32), at);
            ByteBuffer header = segment(buffer(32 + 512), "ZISRAWFILE", 512);
            file.write(header.putInt(32, 1).putLong(32 + 52, at), 0);
        }
    }

    private static byte[] entry(int i, long at) {
        byte[] bytes = new byte[92];
        ByteBuffer entry = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'D')
                .put((byte) 'V');
        entry.putInt(GRAY16).putLong(at).putInt(0).putInt(ZSTD0).position(28).putInt(3);
        int[][] dimensions = {
            {'X', i % TILES * (TILE - OVERLAP), TILE}, {'Y', i / TILES * (TILE - OVERLAP), TILE}, {'C', 0, 1}
        };
        for (int[] dimension : dimensions) {
            entry.putInt(dimension[0])
                    .putInt(dimension[1])
                    .putInt(dimension[2])
                    .putFloat(0)
                    .putInt(dimension[2]);
        }
        return bytes;
    }

    private static ByteBuffer segment(ByteBuffer to, String id, long used) {
        to.put(0, Arrays.copyOf(id.getBytes(StandardCharsets.US_ASCII), 16));
        return to.putLong(16, aligned(used)).putLong(24, used);
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, 32) * 32;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
