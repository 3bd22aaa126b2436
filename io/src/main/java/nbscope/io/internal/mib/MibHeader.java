package nbscope.io.internal.mib;

import java.util.Arrays;
import java.util.Locale;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// The header before each frame: a text with commas, as LiberTEM understands it. That of the first
/// frame counts for all of a file.
///
/// @param bytes    of the header
/// @param sequence number of the frame in its acquisition
/// @param chips    Medipix3 chips
/// @param layout   how they lie: `1x1`, `2x2`, `2x2G`
/// @param kind     how pixels are stored
/// @param depth    bits that the detector counted with
/// @param rows     of the image that the reader gets
/// @param cols     of it
record MibHeader(int bytes, long sequence, int chips, String layout, Kind kind, int depth, int rows, int cols) {
    /// Bytes of the longest header that is taken for one; those of Merlin have 256 to 1,024 or so.
    static final int MOST = 1 << 16;

    static final String MARK = "MQ1,";
    private static final int FIELDS = 8;

    /// How pixels are stored: as unsigned integers, big endian; or raw, in groups that are turned
    /// around.
    enum Kind {
        U08(DType.U8, 8, 1, false),
        U16(DType.U16, 16, 1, false),
        U32(DType.U32, 32, 1, false),
        RAW_1(DType.U8, 1, 64, false),
        RAW_6(DType.U8, 8, 8, false),
        RAW_12(DType.U16, 16, 4, false),
        /// Two images of 12 bits, the most significant first.
        RAW_24(DType.U32, 32, 4, false),
        QUAD_1(DType.U8, 1, 64, true),
        QUAD_6(DType.U8, 8, 8, true),
        QUAD_12(DType.U16, 16, 4, true);

        final DType dtype;
        /// Of a pixel in the file.
        final int bits;
        /// Pixels that are turned around together.
        final int group;
        /// Whether a row of the file has one row of each of four chips.
        final boolean quad;

        Kind(DType dtype, int bits, int group, boolean quad) {
            this.dtype = dtype;
            this.bits = bits;
            this.group = group;
            this.quad = quad;
        }

        boolean isRaw() {
            return group > 1;
        }
    }

    static boolean isMarked(byte[] head) {
        return head.length >= MARK.length() && head[0] == 'M' && head[1] == 'Q' && head[2] == '1' && head[3] == ',';
    }

    /// Whether a file ends before its first header does: one that is still being written.
    static boolean isBegun(FileHead head) {
        String[] start = head.text(0, 64).split(",", 4);
        return head.size() < 64 || (start.length == 4 && number(start[2]) > head.size());
    }

    /// Bytes of image and header.
    long frameBytes() {
        return bytes + imageBytes();
    }

    long imageBytes() {
        return (long) rows * cols * kind.bits / 8;
    }

    /// Whether frames of another file of the set look the same.
    boolean sameFrames(MibHeader other) {
        return bytes == other.bytes
                && kind == other.kind
                && rows == other.rows
                && cols == other.cols
                && chips == other.chips
                && layout.equals(other.layout);
    }

    /// Bytes of the header, from its first fields.
    static int length(FileHead head) {
        String name = head.name();
        String text = head.text(0, Math.min(head.length(), 64));
        if (!text.startsWith(MARK)) {
            throw new MalformedDataException(
                    name,
                    0,
                    "no header",
                    "the text \"MQ1,\" at the start of a Merlin file; move the file elsewhere if it does not belong "
                            + "to the data set");
        }
        String[] start = text.split(",", 4);
        int bytes = start.length < 4 ? -1 : number(start[2]);
        if (bytes < MARK.length() || bytes > MOST || bytes > head.size()) {
            throw new MalformedDataException(
                    name,
                    0,
                    "a header of \"" + (start.length < 4 ? "" : shown(start[2])) + "\" bytes",
                    "at most " + MOST + " and no more than the file's " + head.size()
                            + "; the header is damaged or the file cut short");
        }
        return bytes;
    }

    /// @param head at least the header
    static MibHeader parse(FileHead head) {
        String name = head.name();
        int bytes = length(head);
        head.require(bytes, "a Merlin header");
        String[] fields = head.text(0, bytes).replace("\0", " ").split(",");
        if (fields.length < FIELDS) {
            throw bad(name, fields.length + " fields", "at least " + FIELDS);
        }
        int chips = number(fields[3]);
        int cols = number(fields[4]);
        int rows = number(fields[5]);
        FileChecks.detector(name, 0, rows, cols);
        String layout = fields[7].strip();
        int depth = depth(fields);
        int sequence = number(fields[1]);
        if (sequence < 0) {
            throw bad(name, "the sequence number \"" + shown(fields[1]) + "\"", "a whole number");
        }
        Kind kind = kind(name, fields[6].strip(), layout, chips, depth);
        if (kind == Kind.RAW_24) {
            cols = halved(name, cols);
        } else if (kind.quad) {
            if (cols != 4L * rows) {
                throw bad(name, "four chips in " + cols + " x " + rows + " raw pixels", "a width of four heights");
            }
            cols = 2 * rows;
            rows = 2 * rows;
        }
        int run = kind.quad ? cols / 2 : cols;
        if (run % kind.group != 0) {
            throw bad(name, "rows of " + run + " raw pixels of " + depth + " bits", "a multiple of " + kind.group);
        }
        return new MibHeader(bytes, sequence, chips, layout, kind, depth, rows, cols);
    }

    private static int halved(String name, int cols) {
        if (cols % 2 != 0) {
            throw bad(name, "a width of " + cols + " with 24 bits", "an even one, twice that of the image");
        }
        return cols / 2;
    }

    private static Kind kind(String name, String type, String layout, int chips, int depth) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "U08" -> Kind.U08;
            case "U16" -> Kind.U16;
            case "U32" -> Kind.U32;
            case "R64" -> raw(name, layout, chips, depth);
            default ->
                throw new UnsupportedDataException(
                        name, "its pixels are \"" + shown(type) + "\"; nbscope reads U08, U16, U32 and R64");
        };
    }

    private static Kind raw(String name, String layout, int chips, int depth) {
        boolean quad = chips > 1;
        if (quad && (chips != 4 || !layout.matches("2x2G?"))) {
            throw new UnsupportedDataException(
                    name,
                    "it holds raw pixels of " + chips + " chips in the layout \"" + shown(layout)
                            + "\"; nbscope reads 1x1, 2x2 and 2x2G. Have Merlin save U08 to U32");
        }
        return switch (depth) {
            case 1 -> quad ? Kind.QUAD_1 : Kind.RAW_1;
            case 6 -> quad ? Kind.QUAD_6 : Kind.RAW_6;
            case 12 -> quad ? Kind.QUAD_12 : Kind.RAW_12;
            case 24 -> {
                if (quad) {
                    throw new UnsupportedDataException(
                            name,
                            "it holds raw pixels of 24 bits of four chips, whose order in the file is not known; "
                                    + "have Merlin save U32");
                }
                yield Kind.RAW_24;
            }
            default -> throw bad(name, "raw pixels of " + depth + " bits", "1, 6, 12 or 24");
        };
    }

    /// The last field that is not empty; -1 where it is no number.
    private static int depth(String[] fields) {
        return Arrays.stream(fields)
                .filter(field -> !field.isBlank())
                .reduce((a, b) -> b)
                .map(MibHeader::number)
                .orElse(-1);
    }

    /// -1 where the text is no number of at most 9 digits.
    private static int number(String field) {
        String text = field.strip();
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static MalformedDataException bad(String name, String found, String expected) {
        return new MalformedDataException(name, 0, found + " in the header", expected + "; the file is damaged");
    }
}
