package nbscope.compute.internal.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// As [ShortTurner], 16 patterns by 16 pixels at a time in registers: in four rounds each vector is
/// interleaved with the one eight further on, which transposes the square.
final class VectorTurner implements RowTurner {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;

    /// As wide as a 64-byte line of a plane, at most.
    private static final VectorSpecies<Short> SUMS =
            VectorSpans.bits() == 512 ? ShortVector.SPECIES_512 : ShortVector.SPECIES_256;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int SIDE = 16;

    /// Not a power of two, see [ShortTurner].
    private static final int STRIDE = Group.MOST + 8;

    private static final ShortVector LOW =
            ShortVector.fromArray(SHORTS, new short[] {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23}, 0);
    private static final ShortVector HIGH = ShortVector.fromArray(
            SHORTS, new short[] {8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31}, 0);

    private final RowPrefixIndex index;
    private final Geometry geometry;
    private final int cols;
    private final int pixelBytes;
    private final short[] turned;

    /// 16 rows of u16 side by side: of u8 pixels, and of patterns that do not lie in one piece. Native like
    /// the data: for another kind of memory the JIT would throw the compiled code away.
    private final MemorySegment gathered;

    private final long gatheredStep;

    VectorTurner(RowPrefixIndex index) {
        this.index = index;
        this.geometry = index.geometry();
        this.cols = geometry.detCols();
        this.pixelBytes = geometry.dtype().bytes();
        int padded = (cols + SIDE - 1) / SIDE * SIDE;
        this.turned = new short[padded * STRIDE];
        this.gatheredStep = 2L * padded;
        this.gathered = Arena.ofAuto().allocate(SIDE * gatheredStep, 64);
    }

    @Override
    public boolean turn(Group group, int row) {
        long rowAt = (long) row * cols * pixelBytes;
        for (int g = 0; g < group.count(); g += SIDE) {
            if (geometry.dtype() == DType.U16 && group.inOnePiece(g, g + SIDE)) {
                line(group.segment(g), group.offset(g) + rowAt, geometry.patternBytes(), turned, g, cols);
            } else {
                gather(group, g, rowAt);
                line(gathered, 0, gatheredStep, turned, g, cols);
            }
        }
        long to = index.tiles().offset(row * cols, group.first());
        long step = 2L * index.tiles().width(group.first());
        boolean full = false;
        for (int g = 0; g < group.count(); g += SUMS.length()) {
            full |= prefix(turned, g, cols, index.planes(), to + 2L * g, step);
        }
        return !full || fits(group, rowAt);
    }

    /// Behind the last pattern the rows are what they were: nobody reads their sums.
    private void gather(Group group, int from, long rowAt) {
        for (int j = 0; j < SIDE && from + j < group.count(); j++) {
            MemorySegment data = group.segment(from + j);
            long at = group.offset(from + j) + rowAt;
            if (geometry.dtype() == DType.U8) {
                widen(data, at, gathered, j * gatheredStep, cols);
            } else {
                MemorySegment.copy(data, at, gathered, j * gatheredStep, 2L * cols);
            }
        }
    }

    /// Reads up to 15 pixels behind the row, for which chunks are padded.
    private static void widen(MemorySegment data, long at, MemorySegment to, long toAt, int cols) {
        for (int c = 0; c < cols; c += SIDE) {
            ByteVector.fromMemorySegment(BYTES, data, at + c, LE)
                    .convertShape(VectorOperators.ZERO_EXTEND_B2S, SHORTS, 0)
                    .reinterpretAsShorts()
                    .intoMemorySegment(to, toAt + 2L * c, LE);
        }
    }

    /// One detector row of 16 patterns. Reads up to 15 pixels behind the row, for which chunks are padded.
    private static void line(MemorySegment data, long at, long step, short[] turned, int g, int cols) {
        for (int c = 0; c < cols; c += SIDE) {
            square(data, at + 2L * c, step, turned, c * STRIDE + g);
        }
    }

    private static ShortVector load(MemorySegment data, long at) {
        return ShortVector.fromMemorySegment(SHORTS, data, at, LE);
    }

    /// Column `c` of the square goes to `out[to + c * STRIDE]`. One method: vectors that are handed to a
    /// method which is not inlined become objects. // hot loop
    private static void square(MemorySegment data, long o, long st, short[] out, int to) {
        ShortVector a0 = load(data, o);
        ShortVector a1 = load(data, o + st);
        ShortVector a2 = load(data, o + 2 * st);
        ShortVector a3 = load(data, o + 3 * st);
        ShortVector a4 = load(data, o + 4 * st);
        ShortVector a5 = load(data, o + 5 * st);
        ShortVector a6 = load(data, o + 6 * st);
        ShortVector a7 = load(data, o + 7 * st);
        ShortVector a8 = load(data, o + 8 * st);
        ShortVector a9 = load(data, o + 9 * st);
        ShortVector a10 = load(data, o + 10 * st);
        ShortVector a11 = load(data, o + 11 * st);
        ShortVector a12 = load(data, o + 12 * st);
        ShortVector a13 = load(data, o + 13 * st);
        ShortVector a14 = load(data, o + 14 * st);
        ShortVector a15 = load(data, o + 15 * st);
        ShortVector b0 = LOW.selectFrom(a0, a8);
        ShortVector b1 = HIGH.selectFrom(a0, a8);
        ShortVector b2 = LOW.selectFrom(a1, a9);
        ShortVector b3 = HIGH.selectFrom(a1, a9);
        ShortVector b4 = LOW.selectFrom(a2, a10);
        ShortVector b5 = HIGH.selectFrom(a2, a10);
        ShortVector b6 = LOW.selectFrom(a3, a11);
        ShortVector b7 = HIGH.selectFrom(a3, a11);
        ShortVector b8 = LOW.selectFrom(a4, a12);
        ShortVector b9 = HIGH.selectFrom(a4, a12);
        ShortVector b10 = LOW.selectFrom(a5, a13);
        ShortVector b11 = HIGH.selectFrom(a5, a13);
        ShortVector b12 = LOW.selectFrom(a6, a14);
        ShortVector b13 = HIGH.selectFrom(a6, a14);
        ShortVector b14 = LOW.selectFrom(a7, a15);
        ShortVector b15 = HIGH.selectFrom(a7, a15);
        ShortVector c0 = LOW.selectFrom(b0, b8);
        ShortVector c1 = HIGH.selectFrom(b0, b8);
        ShortVector c2 = LOW.selectFrom(b1, b9);
        ShortVector c3 = HIGH.selectFrom(b1, b9);
        ShortVector c4 = LOW.selectFrom(b2, b10);
        ShortVector c5 = HIGH.selectFrom(b2, b10);
        ShortVector c6 = LOW.selectFrom(b3, b11);
        ShortVector c7 = HIGH.selectFrom(b3, b11);
        ShortVector c8 = LOW.selectFrom(b4, b12);
        ShortVector c9 = HIGH.selectFrom(b4, b12);
        ShortVector c10 = LOW.selectFrom(b5, b13);
        ShortVector c11 = HIGH.selectFrom(b5, b13);
        ShortVector c12 = LOW.selectFrom(b6, b14);
        ShortVector c13 = HIGH.selectFrom(b6, b14);
        ShortVector c14 = LOW.selectFrom(b7, b15);
        ShortVector c15 = HIGH.selectFrom(b7, b15);
        ShortVector d0 = LOW.selectFrom(c0, c8);
        ShortVector d1 = HIGH.selectFrom(c0, c8);
        ShortVector d2 = LOW.selectFrom(c1, c9);
        ShortVector d3 = HIGH.selectFrom(c1, c9);
        ShortVector d4 = LOW.selectFrom(c2, c10);
        ShortVector d5 = HIGH.selectFrom(c2, c10);
        ShortVector d6 = LOW.selectFrom(c3, c11);
        ShortVector d7 = HIGH.selectFrom(c3, c11);
        ShortVector d8 = LOW.selectFrom(c4, c12);
        ShortVector d9 = HIGH.selectFrom(c4, c12);
        ShortVector d10 = LOW.selectFrom(c5, c13);
        ShortVector d11 = HIGH.selectFrom(c5, c13);
        ShortVector d12 = LOW.selectFrom(c6, c14);
        ShortVector d13 = HIGH.selectFrom(c6, c14);
        ShortVector d14 = LOW.selectFrom(c7, c15);
        ShortVector d15 = HIGH.selectFrom(c7, c15);
        LOW.selectFrom(d0, d8).intoArray(out, to);
        HIGH.selectFrom(d0, d8).intoArray(out, to + STRIDE);
        LOW.selectFrom(d1, d9).intoArray(out, to + 2 * STRIDE);
        HIGH.selectFrom(d1, d9).intoArray(out, to + 3 * STRIDE);
        LOW.selectFrom(d2, d10).intoArray(out, to + 4 * STRIDE);
        HIGH.selectFrom(d2, d10).intoArray(out, to + 5 * STRIDE);
        LOW.selectFrom(d3, d11).intoArray(out, to + 6 * STRIDE);
        HIGH.selectFrom(d3, d11).intoArray(out, to + 7 * STRIDE);
        LOW.selectFrom(d4, d12).intoArray(out, to + 8 * STRIDE);
        HIGH.selectFrom(d4, d12).intoArray(out, to + 9 * STRIDE);
        LOW.selectFrom(d5, d13).intoArray(out, to + 10 * STRIDE);
        HIGH.selectFrom(d5, d13).intoArray(out, to + 11 * STRIDE);
        LOW.selectFrom(d6, d14).intoArray(out, to + 12 * STRIDE);
        HIGH.selectFrom(d6, d14).intoArray(out, to + 13 * STRIDE);
        LOW.selectFrom(d7, d15).intoArray(out, to + 14 * STRIDE);
        HIGH.selectFrom(d7, d15).intoArray(out, to + 15 * STRIDE);
    }

    /// The sums stop at 65,535, so that one look at the last of them tells whether a row may pass it.
    /// // hot loop
    private static boolean prefix(short[] turned, int g, int cols, MemorySegment planes, long to, long step) {
        ShortVector sum = ShortVector.zero(SUMS);
        long at = to;
        for (int c = 0; c < cols; c++) {
            sum = sum.lanewise(VectorOperators.SUADD, ShortVector.fromArray(SUMS, turned, c * STRIDE + g));
            sum.intoMemorySegment(planes, at, LE);
            at += step;
        }
        return sum.compare(VectorOperators.EQ, (short) -1).anyTrue();
    }

    /// Whether no row sum passes 65,535, exactly.
    private boolean fits(Group group, long rowAt) {
        for (int g = 0; g < group.count(); g++) {
            long sum = 0;
            for (int c = 0; c < cols; c++) {
                long at = group.offset(g) + rowAt + (long) c * pixelBytes;
                sum += pixelBytes == 1
                        ? group.segment(g).get(ValueLayout.JAVA_BYTE, at) & 0xff
                        : group.segment(g).get(Pixels.I16, at) & 0xffff;
            }
            if (sum > 0xffff) {
                return false;
            }
        }
        return true;
    }
}
