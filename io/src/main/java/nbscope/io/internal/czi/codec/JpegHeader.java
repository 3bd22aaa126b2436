package nbscope.io.internal.czi.codec;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What stands before the first scan of a JPEG image (ITU-T T.81, annex B), checked before anything is allocated.
///
/// @param components 1 or 3
/// @param image      the file without colour profiles, thumbnails and texts
record JpegHeader(int width, int height, int components, byte[] image) {
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int PROGRESSIVE = 0xC2;
    private static final int SCAN = 0xDA;
    private static final int QUANTIZATION = 0xDB;
    private static final int RESTART = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;

    /// An image that is larger than its tile is cut, but not without end.
    private static final int LARGEST = 4;

    private static final int LEAST_PIXELS = 1 << 16;

    /// JFIF 1.01 without a thumbnail.
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    /// @throws DamagedPayloadException for anything that is not such an image of about the tile's size
    static JpegHeader of(MemorySegment payload, TileShape shape) {
        if (payload.byteSize() > Integer.MAX_VALUE - 64) {
            throw new DamagedPayloadException("a JPEG image of " + payload.byteSize() + " bytes", "less than 2 GiB");
        }
        return new Parser(payload.toArray(ValueLayout.JAVA_BYTE)).parse(shape);
    }

    private static final class Parser {
        private final byte[] in;
        private final ByteArrayOutputStream out;
        private int width;
        private int height;
        private int components;

        Parser(byte[] in) {
            this.in = in;
            out = new ByteArrayOutputStream(in.length + 64);
        }

        JpegHeader parse(TileShape shape) {
            if (u16(0) != 0xFFD8) {
                throw damaged("no start", 0);
            }
            out.write(in, 0, 2);
            int at = 2;
            while (true) {
                if (u8(at) != 0xFF) {
                    throw damaged("no marker", at);
                }
                int marker = u8(at + 1);
                if (marker == 0xFF) {
                    at++;
                    continue;
                }
                int length = u16(at + 2);
                if (length < 2 || length > in.length - at - 2) {
                    throw damaged("a segment of " + length + " bytes", at);
                }
                if (marker == SCAN) {
                    break;
                }
                segment(marker, at, length + 2, shape);
                at += length + 2;
            }
            if (components == 0) {
                throw damaged("a scan before the size of the image", at);
            }
            out.write(in, at, in.length - at);
            return new JpegHeader(width, height, components, out.toByteArray());
        }

        private void segment(int marker, int at, int bytes, TileShape shape) {
            switch (marker) {
                case 0xC0, 0xC1, PROGRESSIVE -> {
                    frame(at, bytes, shape);
                    out.write(in, at, bytes);
                }
                case HUFFMAN_TABLES, QUANTIZATION, RESTART -> out.write(in, at, bytes);
                case APP0 -> {
                    if (begins("JFIF\0", at, bytes)) {
                        out.writeBytes(JFIF);
                    }
                }
                case APP14 -> {
                    if (begins("Adobe", at, bytes)) {
                        out.write(in, at, bytes);
                    }
                }
                default -> {
                    boolean skipped = marker > APP0 && marker <= 0xEF || marker == 0xFE;
                    if (!skipped) {
                        throw damaged("the marker 0xFF" + Integer.toHexString(marker), at);
                    }
                }
            }
        }

        private void frame(int at, int bytes, TileShape shape) {
            if (components != 0 || bytes < 10) {
                throw damaged("a second or a short frame header", at);
            }
            height = u16(at + 5);
            width = u16(at + 7);
            components = u8(at + 9);
            if (u8(at + 4) != 8 || components != shape.type().samples()) {
                throw new DamagedPayloadException(
                        "a JPEG image with " + components + " components of " + u8(at + 4) + " bits",
                        shape.type().samples() + " of 8 bits, as " + shape.type() + " has");
            }
            long most = LARGEST * (long) shape.width() * shape.height() + LEAST_PIXELS;
            if (width == 0 || height == 0 || (long) width * height > most) {
                throw new DamagedPayloadException(
                        "a JPEG image of " + width + " x " + height + " pixels",
                        "about " + shape.width() + " x " + shape.height());
            }
        }

        private boolean begins(String text, int at, int bytes) {
            byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
            return bytes >= 4 + expected.length
                    && Arrays.equals(in, at + 4, at + 4 + expected.length, expected, 0, expected.length);
        }

        private int u8(int at) {
            return at < in.length ? in[at] & 0xFF : -1;
        }

        private int u16(int at) {
            return u8(at) << 8 | u8(at + 1);
        }

        private static DamagedPayloadException damaged(String found, int at) {
            return new DamagedPayloadException(found + " at byte " + at + " of a JPEG image", "the next segment");
        }
    }
}
