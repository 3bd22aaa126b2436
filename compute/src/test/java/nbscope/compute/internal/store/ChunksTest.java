package nbscope.compute.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import nbscope.compute.Detector;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;

class ChunksTest {
    private static final Geometry GEOMETRY = new Geometry(DType.U8, 7, 3, 5, 11);

    @Test
    void chunksHoldWholeScanRowsAndTheLastOneTheRest() {
        try (var chunks = new HostChunks(GEOMETRY, 2 * GEOMETRY.rowBytes() + HostChunks.PADDING)) {
            assertThat(chunks.count()).isEqualTo(4);
            assertThat(chunks.positions(0)).isEqualTo(6);
            assertThat(chunks.positions(3)).isEqualTo(3);
            assertThat(chunks.chunk(1).address() % 4096).isZero();
        }
    }

    @Test
    void aRowThatFitsNoChunkIsRefused() {
        assertThatThrownBy(() -> GEOMETRY.rowsPerChunk(100)).hasMessageContaining("one scan row needs 165 bytes");
    }

    @Test
    void manyChunksGiveTheSameImageAsOne() {
        var owner = Owner.vectorFromTheStart(1 << 20, OpenCl::probe);
        var plan = Plan.of(Detector.disk(3).at(2, 5), GEOMETRY);
        long[] whole = new long[GEOMETRY.positions()];
        long[] split = new long[GEOMETRY.positions()];
        long[] patterns = new long[GEOMETRY.pixels()];
        for (long size : new long[] {Long.MAX_VALUE, 300}) {
            try (var store = new JavaStore(GEOMETRY, new JavaDevice(true), owner, "stack", 0, size)) {
                store.fill(0, 4, ChunksTest::fill);
                store.fill(4, 3, ChunksTest::fill);
                store.sums(plan, size == 300 ? split : whole);
                store.patternSum(Runs.all(GEOMETRY.positions()), patterns);
            }
        }
        assertThat(split).isEqualTo(whole);
        assertThat(Arrays.stream(whole).sum()).isPositive();
        assertThat(Arrays.stream(patterns).sum()).isEqualTo(2 * total());
    }

    private static void fill(int row, int rows, java.lang.foreign.MemorySegment destination) {
        assertThat(destination.byteSize()).isEqualTo(rows * GEOMETRY.rowBytes());
        for (long i = 0; i < destination.byteSize(); i++) {
            destination.set(ValueLayout.JAVA_BYTE, i, value(row * GEOMETRY.rowBytes() + i));
        }
    }

    private static byte value(long i) {
        return (byte) (i * 31 % 251);
    }

    private static long total() {
        long sum = 0;
        for (long i = 0; i < GEOMETRY.frameBytes(); i++) {
            sum += value(i) & 0xff;
        }
        return sum;
    }
}
