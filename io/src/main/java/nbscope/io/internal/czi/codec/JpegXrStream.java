package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Reads the head of a JPEG-XR code stream bit by bit (ITU-T T.832, 8.3 and 8.4).
final class JpegXrStream {
    private static final byte[] SIGNATURE = "WMPHOTO\0".getBytes(StandardCharsets.US_ASCII);
    private static final int GRAY = 0;
    private static final int YUV444 = 3;

    private final MemorySegment image;
    private long bit;

    private JpegXrStream(MemorySegment image) {
        this.image = image;
        bit = 8L * SIGNATURE.length;
    }

    /// Whether the image is what the container says: the library would believe the stream.
    ///
    /// @param colours `OUTPUT_CLR_FMT`
    /// @param depth   `OUTPUT_BITDEPTH`
    static void check(MemorySegment image, int width, int height, int colours, int depth) {
        if (image.byteSize() < SIGNATURE.length
                || image.asSlice(0, SIGNATURE.length).mismatch(MemorySegment.ofArray(SIGNATURE)) >= 0) {
            throw new DamagedPayloadException("no JPEG-XR code stream in a JPEG-XR container", "WMPHOTO");
        }
        new JpegXrStream(image).check(width, height, colours, depth);
    }

    private void check(int width, int height, int colours, int depth) {
        expect("version", bits(4), 1);
        bits(4);
        boolean tiled = flag();
        bits(4); // frequency mode, orientation
        boolean index = flag();
        bits(2);
        int wide = flag() ? 16 : 32;
        flag();
        expect("window", bits(1), 0);
        bits(1);
        expect("reserved bit", bits(1), 0);
        bits(2);
        expect("plane of alpha values", bits(1), 0);
        expect("colour format", bits(4), colours);
        expect("bit depth", bits(4), depth);
        expect("width", bits(wide) + 1, width);
        expect("height", bits(wide) + 1, height);
        if (tiled) {
            int across = (int) bits(12);
            int down = (int) bits(12);
            expect("index table", index ? 1 : 0, 1);
            tiles(across, wide / 2, (width + 15) / 16);
            tiles(down, wide / 2, (height + 15) / 16);
        }
        bit = (bit + 7) / 8 * 8;
        long inside = bits(3);
        if (colours == GRAY ? inside != GRAY : inside == GRAY || inside > YUV444) {
            throw new DamagedPayloadException("the inner colour format " + inside, "one of a tile");
        }
        bits(1);
        if (bits(4) > 3) {
            throw new DamagedPayloadException("unknown bands of a JPEG-XR code stream", "0 to 3");
        }
    }

    /// Sizes of all tiles but the last one, in blocks of 16 pixels.
    private void tiles(int count, int wide, int blocks) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long size = bits(wide);
            sum += size;
            if (size == 0 || sum >= blocks) {
                throw new DamagedPayloadException("JPEG-XR tiles of " + sum + " blocks", "less than " + blocks);
            }
        }
    }

    private static void expect(String what, long found, long expected) {
        if (found != expected) {
            throw new DamagedPayloadException("the " + what + " " + found + " in a JPEG-XR code stream", "" + expected);
        }
    }

    private boolean flag() {
        return bits(1) != 0;
    }

    /// The next `n` bits, most significant first.
    private long bits(int n) {
        if (bit + n > 8 * image.byteSize()) {
            throw new DamagedPayloadException("a JPEG-XR code stream of " + image.byteSize() + " bytes", "its header");
        }
        long value = 0;
        for (int i = 0; i < n; i++, bit++) {
            value = value << 1 | image.get(ValueLayout.JAVA_BYTE, bit >> 3) >> 7 - (int) (bit & 7) & 1;
        }
        return value;
    }
}
