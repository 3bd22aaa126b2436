package nbscope.io.internal.mrc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// The fixed header of an MRC file (MRC2014: Cheng et al., J. Struct. Biol. 192 (2015) 146).
///
/// @param rows      `ny`
/// @param cols      `nx`
/// @param frames    `nz`
/// @param type      of the pixels, with the order of the machine stamp
/// @param dataStart first byte of the pixels, after the extended header
/// @param marked    whether the file has a machine stamp
/// @param values    what else it says; the voxel's size is one of the specimen, none of detector or
///     scan
record MrcHeader(
        int rows, int cols, int frames, ElementType type, long dataStart, boolean marked, Map<String, Object> values) {
    static final int BYTES = 1024;
    private static final int MODE = 12;
    private static final int MAP = 208;
    private static final int STAMP = 212;

    /// Whether the bytes have the word `MAP ` and a machine stamp where MRC2014 puts them.
    static boolean isMarked(byte[] head) {
        return head.length >= STAMP + 2
                && new String(head, MAP, 3, StandardCharsets.ISO_8859_1).equals("MAP")
                && order(head[STAMP]) != null;
    }

    private static @org.jspecify.annotations.Nullable ByteOrder order(byte stamp) {
        return switch (stamp) {
            case 0x44 -> ByteOrder.LITTLE_ENDIAN;
            case 0x11 -> ByteOrder.BIG_ENDIAN;
            default -> null;
        };
    }

    static MrcHeader parse(FileHead head) {
        head.require(BYTES, "an MRC header");
        ByteBuffer bytes = head.order(ByteOrder.LITTLE_ENDIAN);
        ByteOrder order = order(bytes.get(STAMP));
        boolean marked = order != null;
        if (order == null) {
            // Files of before 2000 have no stamp; a mode in the wrong order is a huge number.
            order = Integer.compareUnsigned(bytes.getInt(MODE), 1 << 16) < 0
                    ? ByteOrder.LITTLE_ENDIAN
                    : ByteOrder.BIG_ENDIAN;
        }
        bytes.order(order);
        int cols = bytes.getInt(0);
        int rows = bytes.getInt(4);
        int frames = bytes.getInt(8);
        FileChecks.detector(head.name(), 0, rows, cols);
        FileChecks.scan(head.name(), 8, frames);
        int extended = bytes.getInt(92);
        if (extended < 0 || extended > head.size() - BYTES) {
            throw new MalformedDataException(
                    head.name(),
                    92,
                    "an extended header of " + extended + " bytes",
                    "0 to " + (head.size() - BYTES) + ", as the file has " + head.size()
                            + " bytes; the header is damaged or the file cut short");
        }
        ElementType type = ElementType.of(dtype(head.name(), bytes.getInt(MODE)), order);
        return new MrcHeader(rows, cols, frames, type, BYTES + (long) extended, marked, values(head, bytes));
    }

    private static DType dtype(String name, int mode) {
        return switch (mode) {
            case 0 -> DType.I8;
            case 1 -> DType.I16;
            case 2 -> DType.F32;
            case 6 -> DType.U16;
            case 3, 4 -> throw refused(name, mode, "complex numbers");
            case 12 -> throw refused(name, mode, "float16");
            case 16 -> throw refused(name, mode, "colours");
            case 101 -> throw refused(name, mode, "two pixels in a byte");
            default ->
                throw new MalformedDataException(
                        name, MODE, "mode " + mode, "one of 0, 1, 2 and 6; the file is damaged or no MRC file");
        };
    }

    private static UnsupportedDataException refused(String name, int mode, String what) {
        return new UnsupportedDataException(
                name, "its mode is " + mode + " (" + what + "); nbscope reads 0, 1, 2 and 6: save it again as one");
    }

    private static Map<String, Object> values(FileHead head, ByteBuffer bytes) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mode", bytes.getInt(MODE));
        values.put("extended_header", head.text(104, 108).strip());
        double[] voxel = new double[3];
        boolean known = true;
        for (int i = 0; i < 3; i++) {
            // Lengths of the cell over the number of samples along it.
            voxel[i] = (double) bytes.getFloat(40 + 4 * i) / bytes.getInt(28 + 4 * i);
            known &= voxel[i] > 0 && Double.isFinite(voxel[i]);
        }
        if (known) {
            values.put("voxel_angstrom", List.of(voxel[0], voxel[1], voxel[2]));
        }
        return values;
    }
}
