package nbscope.io.internal.hdf5;

import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.CompoundDataType.CompoundDataMember;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.ElementType;
import org.jspecify.annotations.Nullable;

/// Element types of HDF5 as those of nbscope. h5py's booleans are an enumeration, its complex numbers a compound of
/// `r` and `i`.
final class StoredElements {
    private static final Map<Integer, String> BOOLEAN = Map.of(0, "FALSE", 1, "TRUE");

    private StoredElements() {}

    /// Null for what are no numbers of one of our types.
    static @Nullable ElementType of(DataType type) {
        return switch (type) {
            case FixedPoint p
            when whole(p.getBitOffset(), p.getBitPrecision(), p.getSize()) ->
                integer(p.getSize(), p.isSigned(), p.getByteOrder());
            case BitField b
            when whole(b.getBitOffset(), b.getBitPrecision(), b.getSize()) ->
                integer(b.getSize(), false, b.getByteOrder());
            case FloatingPoint f -> real(f);
            case EnumDataType e
            when e.getEnumMapping().equals(BOOLEAN) && e.getBaseType().getSize() == 1 ->
                new ElementType(DType.U8, 1, ByteOrder.LITTLE_ENDIAN, "|b1");
            case EnumDataType e -> e.getBaseType() instanceof FixedPoint base ? of(base) : null;
            case CompoundDataType c -> complex(c);
            default -> null;
        };
    }

    private static boolean whole(int offset, int precision, int bytes) {
        return offset == 0 && precision == 8 * bytes;
    }

    private static @Nullable ElementType integer(int bytes, boolean signed, ByteOrder order) {
        DType dtype = switch (bytes) {
            case 1 -> signed ? DType.I8 : DType.U8;
            case 2 -> signed ? DType.I16 : DType.U16;
            case 4 -> signed ? DType.I32 : DType.U32;
            case 8 -> signed ? DType.I64 : DType.U64;
            default -> null;
        };
        // NumPy has no byte order for single bytes.
        return dtype == null ? null : ElementType.of(dtype, bytes == 1 ? ByteOrder.LITTLE_ENDIAN : order);
    }

    /// IEEE 754 of 2, 4 and 8 bytes.
    private static @Nullable ElementType real(FloatingPoint f) {
        boolean sound = whole(f.getBitOffset(), f.getBitPrecision(), f.getSize())
                && f.getMantissaLocation() == 0
                && f.getExponentLocation() == f.getMantissaSize()
                && f.getSignLocation() == 8 * f.getSize() - 1;
        DType dtype = switch (f.getSize()) {
            case 2 -> f.getExponentSize() == 5 && f.getMantissaSize() == 10 ? DType.F16 : null;
            case 4 -> f.getExponentSize() == 8 && f.getMantissaSize() == 23 ? DType.F32 : null;
            case 8 -> f.getExponentSize() == 11 && f.getMantissaSize() == 52 ? DType.F64 : null;
            default -> null;
        };
        return sound && dtype != null ? ElementType.of(dtype, f.getByteOrder()) : null;
    }

    private static @Nullable ElementType complex(CompoundDataType c) {
        List<CompoundDataMember> members = c.getMembers();
        if (members.size() != 2
                || !members.get(0).getName().equals("r")
                || !members.get(1).getName().equals("i")) {
            return null;
        }
        ElementType r = of(members.get(0).getDataType());
        ElementType i = of(members.get(1).getDataType());
        if (r == null
                || !r.equals(i)
                || c.getSize() != 2 * r.bytes()
                || members.get(1).getOffset() != r.bytes()) {
            return null;
        }
        return switch (r.dtype()) {
            case F32 -> ElementType.of(DType.C64, r.order());
            case F64 -> ElementType.of(DType.C128, r.order());
            default -> null;
        };
    }

    /// What a message calls a type that is not read.
    static String describe(DataType type) {
        String name = type.getClass().getSimpleName().replace("DataType", "");
        return name.toLowerCase(java.util.Locale.ROOT) + " elements of " + type.getSize() + " bytes";
    }
}
