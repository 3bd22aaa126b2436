package nbscope.io.internal.filter;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2S;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// A bit plane of 64 elements is a lane mask of a 512-bit register: each plane that is not all 0 adds its power of two
/// where its bit is set. Linked only where the module of the Vector API is present (see [BitPlanes#best]). Narrower
/// registers, and elements of other sizes than 1, 2 and 4 bytes, go by the vector filters.
final class VectorBitPlanes implements BitPlanes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final boolean WIDE = ByteVector.SPECIES_PREFERRED.length() >= 64;
    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> S = ShortVector.SPECIES_512;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_512;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int LANES = 64;

    private final BitPlanes others = new FilterBitPlanes(Filters.best());

    VectorBitPlanes() {}

    @Override
    public void join(int item, int n, byte[] planes, MemorySegment out, long to, Room room) {
        int elements = n / item;
        if (!WIDE || elements % LANES != 0 || !(item == 1 || item == 2 || item == 4) || !out.isNative()) {
            others.join(item, n, planes, out, to, room);
            return;
        }
        int row = elements / 8;
        // Of each byte of the elements, where its planes with bits begin, and at the end how far that list reaches.
        int[] used = new int[8 * item];
        int[] bits = new int[8 * item];
        int[] ends = new int[item];
        int count = 0;
        for (int plane = 0; plane < 8 * item; plane++) {
            if (!FilterBitPlanes.isZero(planes, plane * row, (plane + 1) * row)) {
                used[count] = plane * row;
                bits[count++] = 1 << plane % 8;
            }
            ends[plane / 8] = count;
        }
        switch (item) {
            case 1 -> bytes(planes, row, used, bits, count, out, to);
            case 2 -> {
                if (ends[0] == count) {
                    smallShorts(planes, row, used, bits, count, out, to);
                } else {
                    shorts(planes, row, used, bits, ends[0], count, out, to);
                }
            }
            default -> {
                if (ends[0] == count) {
                    smallInts(planes, row, used, bits, count, out, to);
                } else {
                    ints(planes, row, used, bits, ends, out, to);
                }
            }
        }
    }

    // The loops repeat themselves where a function would be shorter: a vector that crosses a call which the compiler
    // does not inline becomes an object, at a hundredth of the speed.

    private static void bytes(byte[] in, int row, int[] used, int[] bits, int count, MemorySegment out, long to) {
        for (int g = 0; g < row; g += 8) {
            ByteVector v = ByteVector.zero(B);
            for (int k = 0; k < count; k++) {
                v = v.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            v.intoMemorySegment(out, to + 8L * g, ORDER);
        }
    }

    private static void smallShorts(byte[] in, int row, int[] used, int[] bits, int count, MemorySegment out, long to) {
        for (int g = 0; g < row; g += 8) {
            ByteVector v = ByteVector.zero(B);
            for (int k = 0; k < count; k++) {
                v = v.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            long at = to + 16L * g;
            ((ShortVector) v.convertShape(ZERO_EXTEND_B2S, S, 0)).intoMemorySegment(out, at, ORDER);
            ((ShortVector) v.convertShape(ZERO_EXTEND_B2S, S, 1)).intoMemorySegment(out, at + 64, ORDER);
        }
    }

    private static void shorts(
            byte[] in, int row, int[] used, int[] bits, int turn, int count, MemorySegment out, long to) {
        for (int g = 0; g < row; g += 8) {
            ByteVector low = ByteVector.zero(B);
            for (int k = 0; k < turn; k++) {
                low = low.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            ByteVector high = ByteVector.zero(B);
            for (int k = turn; k < count; k++) {
                high = high.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            long at = to + 16L * g;
            for (int part = 0; part < 2; part++) {
                Vector<Short> a = low.convertShape(ZERO_EXTEND_B2S, S, part);
                Vector<Short> b = high.convertShape(ZERO_EXTEND_B2S, S, part);
                ((ShortVector) a.lanewise(OR, b.lanewise(LSHL, 8))).intoMemorySegment(out, at + 64L * part, ORDER);
            }
        }
    }

    private static void smallInts(byte[] in, int row, int[] used, int[] bits, int count, MemorySegment out, long to) {
        for (int g = 0; g < row; g += 8) {
            ByteVector v = ByteVector.zero(B);
            for (int k = 0; k < count; k++) {
                v = v.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            long at = to + 32L * g;
            for (int part = 0; part < 4; part++) {
                ((IntVector) v.convertShape(ZERO_EXTEND_B2I, I, part)).intoMemorySegment(out, at + 64L * part, ORDER);
            }
        }
    }

    private static void ints(byte[] in, int row, int[] used, int[] bits, int[] ends, MemorySegment out, long to) {
        for (int g = 0; g < row; g += 8) {
            ByteVector a = ByteVector.zero(B);
            for (int k = 0; k < ends[0]; k++) {
                a = a.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            ByteVector b = ByteVector.zero(B);
            for (int k = ends[0]; k < ends[1]; k++) {
                b = b.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            ByteVector c = ByteVector.zero(B);
            for (int k = ends[1]; k < ends[2]; k++) {
                c = c.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            ByteVector d = ByteVector.zero(B);
            for (int k = ends[2]; k < ends[3]; k++) {
                d = d.lanewise(ADD, (byte) bits[k], VectorMask.fromLong(B, (long) LONG.get(in, used[k] + g)));
            }
            long at = to + 32L * g;
            for (int part = 0; part < 4; part++) {
                Vector<Integer> ab = a.convertShape(ZERO_EXTEND_B2I, I, part)
                        .lanewise(OR, b.convertShape(ZERO_EXTEND_B2I, I, part).lanewise(LSHL, 8));
                Vector<Integer> cd = c.convertShape(ZERO_EXTEND_B2I, I, part)
                        .lanewise(OR, d.convertShape(ZERO_EXTEND_B2I, I, part).lanewise(LSHL, 8));
                ((IntVector) ab.lanewise(OR, cd.lanewise(LSHL, 16))).intoMemorySegment(out, at + 64L * part, ORDER);
            }
        }
    }
}
