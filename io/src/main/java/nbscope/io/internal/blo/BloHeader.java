package nbscope.io.internal.blo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// The header of a .blo file, as LiberTEM and RosettaSciIO understand it; packed, little endian.
///
/// @param dtype     of the pixels: u1, or what the text of newer files says
/// @param dataStart first byte of the patterns
/// @param side      pixels of a pattern along each side
/// @param rows      `NY`
/// @param cols      `NX`
/// @param stepNm    distance of two positions of the scan, NaN where both directions differ or it
///     is none
/// @param volts     acceleration voltage
/// @param values    the rest, in the units of the names
record BloHeader(
        DType dtype,
        long dataStart,
        int side,
        int rows,
        int cols,
        double stepNm,
        long volts,
        Map<String, Object> values) {
    /// Bytes from the start of the file among which the text is looked for.
    static final int MOST = 1 << 20;

    /// Up to the acquisition time; what follows are corrections that the patterns have seen already.
    private static final int BYTES = 64;

    private static final int MAGIC = 6;
    private static final int TEXT = 240;
    private static final int OLD = 258;
    private static final int WITH_TEXT = 259;
    private static final Pattern DEPTH = Pattern.compile("blo bit depth:\\s*(\\d{1,9})\\s*bits?\\b");

    static boolean isMarked(byte[] head) {
        return head.length >= MAGIC + 2
                && new String(head, 0, MAGIC, StandardCharsets.ISO_8859_1).equals("IMGBLO")
                && known(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC) & 0xFFFF);
    }

    private static boolean known(int magic) {
        return magic == OLD || magic == WITH_TEXT;
    }

    static BloHeader parse(FileHead head) {
        head.require(BYTES, "a BLO header");
        ByteBuffer bytes = head.order(ByteOrder.LITTLE_ENDIAN);
        int magic = bytes.getShort(MAGIC) & 0xFFFF;
        if (!known(magic)) {
            throw new MalformedDataException(
                    head.name(), MAGIC, "the number " + magic, "258 or 259; this is no BLO file, or a newer kind");
        }
        long images = bytes.getInt(8) & 0xFFFF_FFFFL;
        long start = bytes.getInt(12) & 0xFFFF_FFFFL;
        if (start < BYTES || start > head.size()) {
            throw new MalformedDataException(
                    head.name(),
                    12,
                    "patterns that begin at byte " + start,
                    "a place after the header in a file of " + head.size()
                            + " bytes; the header is damaged or the file cut short");
        }
        int side = bytes.getShort(20) & 0xFFFF;
        int cols = bytes.getShort(24) & 0xFFFF;
        int rows = bytes.getShort(26) & 0xFFFF;
        FileChecks.detector(head.name(), 20, side, side);
        FileChecks.scan(head.name(), 24, rows, cols);
        double stepX = bytes.getDouble(30);
        double stepY = bytes.getDouble(38);
        double step = stepX == stepY && Double.isFinite(stepX) ? stepX : Double.NaN;
        DType dtype = magic == OLD ? DType.U8 : dtype(head, images);
        long volts = bytes.getInt(46) & 0xFFFF_FFFFL;
        return new BloHeader(dtype, start, side, rows, cols, step, volts, values(bytes, magic));
    }

    /// The depth that the text before the images names; u1 where it names none.
    private static DType dtype(FileHead head, long images) {
        String text = head.text(TEXT, (int) Math.min(images, MOST)).toLowerCase(Locale.ROOT);
        Matcher depth = DEPTH.matcher(text);
        if (!depth.find()) {
            return DType.U8;
        }
        return switch (depth.group(1)) {
            case "8" -> DType.U8;
            case "16" -> DType.U16;
            case "32" -> DType.U32;
            default ->
                throw new UnsupportedDataException(
                        head.name(), "it says \"" + depth.group() + "\"; nbscope reads 8, 16 and 32 bits");
        };
    }

    private static Map<String, Object> values(ByteBuffer bytes, int magic) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("magic", magic);
        values.put("scan_rotation_degrees", (bytes.getShort(28) & 0xFFFF) / 100.0);
        values.put("step_x_nm", bytes.getDouble(30));
        values.put("step_y_nm", bytes.getDouble(38));
        values.put("beam_energy_v", bytes.getInt(46) & 0xFFFF_FFFFL);
        values.put("detector_pixels_per_cm", (bytes.getShort(50) & 0xFFFF) / 100.0);
        values.put("camera_length_mm", (bytes.getInt(52) & 0xFFFF_FFFFL) / 10.0);
        values.put("acquisition_time", bytes.getDouble(56));
        return values;
    }
}
