package nbscope.io.internal.seq;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.FileChecks;

/// The header of a SEQ file (the fields of Norpix's description of the format, little endian).
///
/// @param sig       rows, columns
/// @param type      of the pixels
/// @param bytes     before the first frame
/// @param stride    bytes from one frame to the next: pixels, time stamp, padding
/// @param allocated frames that the header speaks of
/// @param fields    all numbers and texts, by their usual names
record SeqHeader(int[] sig, DType type, long bytes, long stride, long allocated, Map<String, Object> fields) {
    /// Bytes that hold all fields.
    static final int LENGTH = 640;

    static final int MAGIC = 0xFEED;

    private static final int MONOCHROME = 100;

    /// @throws MalformedDataException when the numbers contradict each other
    /// @throws UnsupportedDataException when the frames are compressed or in colour
    static SeqHeader parse(MappedFile head) {
        head.require(0, LENGTH, "the header of a SEQ file");
        if (head.i32(0, "magic number") != MAGIC) {
            throw head.malformed(
                    0, Integer.toHexString(head.i32(0, "magic number")), "feed; is the file of another format?");
        }
        Map<String, Object> fields = fields(head);
        long compression = u32(head, 620);
        if (compression != 0) {
            throw new UnsupportedDataException(
                    head.name(),
                    "its frames are compressed (compression_format " + compression
                            + "); nbscope reads 0, none. Export the sequence uncompressed");
        }
        long format = u32(head, 568);
        if (format != MONOCHROME) {
            throw new UnsupportedDataException(
                    head.name(),
                    "its image_format is " + format + "; nbscope reads " + MONOCHROME
                            + ", monochrome. Export the sequence as monochrome");
        }
        int[] sig = FileChecks.detector(head.name(), 548, u32(head, 552), u32(head, 548));
        DType type = type(head, (long) sig[0] * sig[1]);
        long frame = (long) sig[0] * sig[1] * type.bytes();
        long stride = u32(head, 580);
        if (stride < frame || stride - frame > Integer.MAX_VALUE) {
            throw head.malformed(
                    580,
                    "a true_image_size of " + stride + " bytes",
                    "at least " + frame + " bytes for " + sig[0] + " x " + sig[1] + " pixels; the header is damaged");
        }
        long bytes = head.i32(28, "version") >= 5 ? 8192 : 1024;
        return new SeqHeader(sig, type, bytes, stride, u32(head, 572), fields);
    }

    private static DType type(MappedFile head, long pixels) {
        long depth = u32(head, 556);
        boolean words = u32(head, 564) == 2 * pixels;
        if (depth == 8) {
            return DType.U8;
        }
        if (depth == 16 || (depth > 8 && depth < 16 && words)) {
            return DType.U16;
        }
        if (depth == 32) {
            return DType.U32;
        }
        throw new UnsupportedDataException(
                head.name(),
                "its bit_depth is " + depth + "; nbscope reads 8, 16 and 32, and 9 to 15 bits in 2 bytes. "
                        + "Export the sequence with 16 bits");
    }

    private static Map<String, Object> fields(MappedFile head) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", text(head, 4, 24));
        fields.put("version", head.i32(28, "version"));
        fields.put("header_size", head.i32(32, "header size"));
        fields.put("description", text(head, 36, 512));
        String[] names = {
            "width",
            "height",
            "bit_depth",
            "bit_depth_real",
            "image_size_bytes",
            "image_format",
            "allocated_frames",
            "origin",
            "true_image_size"
        };
        for (int i = 0; i < names.length; i++) {
            fields.put(names[i], u32(head, 548 + 4 * i));
        }
        long rate = (u32(head, 588) << 32) | u32(head, 584);
        fields.put("suggested_frame_rate", Double.longBitsToDouble(rate));
        fields.put("description_format", head.i32(592, "description format"));
        fields.put("reference_frame", u32(head, 596));
        fields.put("fixed_size", u32(head, 600));
        fields.put("flags", u32(head, 604));
        fields.put("bayer_pattern", head.i32(608, "Bayer pattern"));
        fields.put("time_offset_us", head.i32(612, "time offset"));
        fields.put("extended_header_size", head.i32(616, "extended header size"));
        fields.put("compression_format", u32(head, 620));
        fields.put("reference_time_s", head.i32(624, "reference time"));
        fields.put("reference_time_ms", head.u16(628, "reference time"));
        fields.put("reference_time_us", head.u16(630, "reference time"));
        return fields;
    }

    /// UTF-16 up to the first zero.
    private static String text(MappedFile head, long offset, int length) {
        String text = new String(head.copy(offset, length, "a text"), StandardCharsets.UTF_16LE);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    static long u32(MappedFile head, long offset) {
        return head.i32(offset, "a number of the header") & 0xffffffffL;
    }
}
