package nbscope.io.internal.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The header of a NIfTI-1 or NIfTI-2 file (nifti1.h, nifti2.h): every field by its name, numbers as Long
/// or Double.
///
/// @param fields in the file's order
/// @param order  of the bytes of the whole file
record NiftiHeader(Map<String, Object> fields, ByteOrder order) {
    static final int BYTES_1 = 348;
    static final int BYTES_2 = 540;

    /// Name and type; a number in front of the type is a count. `s` is a text of so many bytes.
    private static final String FIELDS_1 = "sizeof_hdr i4, data_type 10s, db_name 18s, extents i4, session_error i2,"
            + " regular 1s, dim_info u1, dim 8i2, intent_p1 f4, intent_p2 f4, intent_p3 f4, intent_code i2, datatype i2,"
            + " bitpix i2, slice_start i2, pixdim 8f4, vox_offset f4, scl_slope f4, scl_inter f4, slice_end i2,"
            + " slice_code u1, xyzt_units u1, cal_max f4, cal_min f4, slice_duration f4, toffset f4, glmax i4, glmin i4,"
            + " descrip 80s, aux_file 24s, qform_code i2, sform_code i2, quatern_b f4, quatern_c f4, quatern_d f4,"
            + " qoffset_x f4, qoffset_y f4, qoffset_z f4, srow_x 4f4, srow_y 4f4, srow_z 4f4, intent_name 16s, magic 4s";

    private static final String FIELDS_2 = "sizeof_hdr i4, magic 4s, eol_check 4i1, datatype i2, bitpix i2, dim 8i8,"
            + " intent_p1 f8, intent_p2 f8, intent_p3 f8, pixdim 8f8, vox_offset i8, scl_slope f8, scl_inter f8,"
            + " cal_max f8, cal_min f8, slice_duration f8, toffset f8, slice_start i8, slice_end i8, descrip 80s,"
            + " aux_file 24s, qform_code i4, sform_code i4, quatern_b f8, quatern_c f8, quatern_d f8, qoffset_x f8,"
            + " qoffset_y f8, qoffset_z f8, srow_x 4f8, srow_y 4f8, srow_z 4f8, slice_code i4, xyzt_units i4,"
            + " intent_code i4, intent_name 16s, dim_info u1, unused_str 15s";

    /// Bytes of the header that begins so, and the order of its bytes in the sign: 348, 540, turned -348,
    /// -540, else 0.
    static int kind(byte[] start) {
        if (start.length < 4) {
            return 0;
        }
        int little = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int big = Integer.reverseBytes(little);
        return little == BYTES_1 || little == BYTES_2 ? little : big == BYTES_1 || big == BYTES_2 ? -big : 0;
    }

    /// @param bytes at least as many as [#kind] says
    static NiftiHeader parse(byte[] bytes) {
        int kind = kind(bytes);
        ByteOrder order = kind > 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : (Math.abs(kind) == BYTES_1 ? FIELDS_1 : FIELDS_2).split(", *")) {
            int space = field.indexOf(' ');
            fields.put(field.substring(0, space), value(in, field.substring(space + 1)));
        }
        return new NiftiHeader(fields, order);
    }

    private static Object value(ByteBuffer in, String type) {
        int letter = 0;
        while (Character.isDigit(type.charAt(letter))) {
            letter++;
        }
        int count = letter == 0 ? 1 : Integer.parseInt(type.substring(0, letter));
        String one = type.substring(letter);
        if (one.equals("s")) {
            return text(in, count);
        }
        if (letter == 0) {
            return number(in, one);
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(number(in, one));
        }
        return list;
    }

    private static Object number(ByteBuffer in, String type) {
        return switch (type) {
            case "i1" -> (long) in.get();
            case "u1" -> in.get() & 0xffL;
            case "i2" -> (long) in.getShort();
            case "i4" -> (long) in.getInt();
            case "i8" -> in.getLong();
            case "f4" -> (double) in.getFloat();
            default -> in.getDouble();
        };
    }

    /// Without the zeros at its end.
    private static String text(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        int end = count;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    double number(String field) {
        return ((Number) Objects.requireNonNull(fields.get(field))).doubleValue();
    }

    long whole(String field) {
        return ((Number) Objects.requireNonNull(fields.get(field))).longValue();
    }

    double[] numbers(String field) {
        return ((List<?>) Objects.requireNonNull(fields.get(field)))
                .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }

    long[] wholes(String field) {
        return ((List<?>) Objects.requireNonNull(fields.get(field)))
                .stream().mapToLong(n -> ((Number) n).longValue()).toArray();
    }

    String text(String field) {
        return String.valueOf(fields.get(field));
    }

    /// The fields as nibabel shows them once the file is open: where the values lie and how they are scaled is
    /// dealt with.
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>(fields);
        shown.put("vox_offset", fields.get("vox_offset") instanceof Long ? (Object) 0L : (Object) 0.0);
        shown.put("scl_slope", Double.NaN);
        shown.put("scl_inter", Double.NaN);
        return shown;
    }
}
