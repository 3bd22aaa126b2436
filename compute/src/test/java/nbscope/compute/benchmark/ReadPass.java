package nbscope.compute.benchmark;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/// Reads memory as fast as Java can: four independent vector sums.
final class ReadPass {
    private static final int B = LongVector.SPECIES_PREFERRED.vectorByteSize();

    private ReadPass() {}

    static long sum(MemorySegment s, long bytes) {
        var a = LongVector.zero(LongVector.SPECIES_PREFERRED);
        var b = a;
        var c = a;
        var d = a;
        long end = bytes / (4L * B) * 4 * B;
        for (long i = 0; i < end; i += 4L * B) {
            a = a.add(at(s, i));
            b = b.add(at(s, i + B));
            c = c.add(at(s, i + 2L * B));
            d = d.add(at(s, i + 3L * B));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    private static LongVector at(MemorySegment s, long i) {
        return LongVector.fromMemorySegment(LongVector.SPECIES_PREFERRED, s, i, ByteOrder.LITTLE_ENDIAN);
    }
}
