package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.czi.CziPixelType;

/// What a JPEG-XR file says about its image (ITU-T T.832: annex A, the container; 8.3 and 8.4, the headers of the
/// code stream), checked before the library, which trusts both, sees it.
///
/// @param width  of the image, which may differ from the tile's
/// @param format of the pixels
/// @param image  the code stream
record JpegXrHeader(int width, int height, Format format, MemorySegment image) {
    /// Pixel formats that tiles have: last byte of the GUID, colour format and bit depth of the code stream, and
    /// whether red stands before blue.
    enum Format {
        GRAY8(0x08, CziPixelType.GRAY8, 0, 1, false),
        GRAY16(0x0B, CziPixelType.GRAY16, 0, 2, false),
        GRAY32_FLOAT(0x11, CziPixelType.GRAY32_FLOAT, 0, 7, false),
        BGR24(0x0C, CziPixelType.BGR24, 7, 1, false),
        RGB24(0x0D, CziPixelType.BGR24, 7, 1, true),
        RGB48(0x15, CziPixelType.BGR48, 7, 2, true);

        private final int guid;
        private final CziPixelType type;
        private final int colours;
        private final int depth;
        private final boolean redFirst;

        Format(int guid, CziPixelType type, int colours, int depth, boolean redFirst) {
            this.guid = guid;
            this.type = type;
            this.colours = colours;
            this.depth = depth;
            this.redFirst = redFirst;
        }

        boolean isRedFirst() {
            return redFirst;
        }

        int guid() {
            return guid;
        }
    }

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// "II", 0xBC and version 1 or 0.
    private static final int MAGIC = 0xBC4949;

    /// The GUIDs of pixel formats but their last byte.
    static final byte[] GUID = {
        0x24,
        (byte) 0xC3,
        (byte) 0xDD,
        0x6F,
        0x03,
        0x4E,
        (byte) 0xFE,
        0x4B,
        (byte) 0xB1,
        (byte) 0x85,
        0x3D,
        0x77,
        0x76,
        (byte) 0x8D,
        (byte) 0xC9
    };

    static final int PIXEL_FORMAT = 0xBC01;
    static final int WIDTH = 0xBC80;
    static final int HEIGHT = 0xBC81;
    static final int IMAGE_OFFSET = 0xBCC0;
    static final int IMAGE_BYTES = 0xBCC1;

    /// An image that is larger than its tile is cut, but not without end.
    private static final int LARGEST = 4;

    private static final int LEAST_PIXELS = 1 << 16;

    static boolean isJpegXr(MemorySegment payload) {
        return payload.byteSize() >= 8 && (payload.get(INT, 0) & 0xFEFFFFFF) == MAGIC;
    }

    /// @throws DamagedPayloadException for anything that is not such an image of about the tile's size
    static JpegXrHeader of(MemorySegment payload, TileShape shape) {
        if (!isJpegXr(payload)) {
            throw new DamagedPayloadException("a payload that does not begin with II, 0xBC", "a JPEG-XR image");
        }
        long directory = payload.get(INT, 4) & 0xFFFFFFFFL;
        need(payload, directory, 2, "its directory");
        int entries = payload.get(SHORT, directory) & 0xFFFF;
        need(payload, directory + 2, 12L * entries, "its directory");
        long width = -1;
        long height = -1;
        long offset = -1;
        long bytes = 0;
        Format format = null;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            long value = (payload.get(SHORT, entry + 2) & 0xFFFF) == 3
                    ? payload.get(SHORT, entry + 8) & 0xFFFF
                    : payload.get(INT, entry + 8) & 0xFFFFFFFFL;
            switch (payload.get(SHORT, entry) & 0xFFFF) {
                case PIXEL_FORMAT -> format = format(payload, value, shape.type());
                case WIDTH -> width = value;
                case HEIGHT -> height = value;
                case IMAGE_OFFSET -> offset = value;
                case IMAGE_BYTES -> bytes = value;
                default -> {
                    // Names, resolution, a plane of alpha values: not pixels of a tile.
                }
            }
        }
        if (format == null || offset < 0) {
            throw new DamagedPayloadException("no pixel format or no image in a JPEG-XR directory", "both");
        }
        bound(width, height, shape);
        need(payload, offset, Math.max(bytes, 1), "its image");
        // A count of 0 means the rest.
        MemorySegment image = bytes == 0 ? payload.asSlice(offset) : payload.asSlice(offset, bytes);
        JpegXrStream.check(image, (int) width, (int) height, format.colours, format.depth);
        return new JpegXrHeader((int) width, (int) height, format, image);
    }

    private static void need(MemorySegment payload, long at, long bytes, String what) {
        if (at < 0 || at > payload.byteSize() - bytes) {
            throw new DamagedPayloadException(
                    "a JPEG-XR payload of " + payload.byteSize() + " bytes",
                    what + " at byte " + at + ", " + bytes + " bytes long");
        }
    }

    private static void bound(long width, long height, TileShape shape) {
        long most = LARGEST * (long) shape.width() * shape.height() + LEAST_PIXELS;
        if (width < 1 || height < 1 || width > most || height > most / width) {
            throw new DamagedPayloadException(
                    "a JPEG-XR image of " + width + " x " + height + " pixels",
                    "about " + shape.width() + " x " + shape.height());
        }
    }

    private static Format format(MemorySegment payload, long at, CziPixelType type) {
        need(payload, at, 16, "its pixel format");
        int last = payload.get(ValueLayout.JAVA_BYTE, at + 15) & 0xFF;
        if (payload.asSlice(at, GUID.length).mismatch(MemorySegment.ofArray(GUID)) < 0) {
            for (Format format : Format.values()) {
                if (format.guid == last && format.type == type) {
                    return format;
                }
            }
        }
        throw new DamagedPayloadException(
                "the JPEG-XR pixel format " + Integer.toHexString(last), "one for tiles of " + type);
    }
}
