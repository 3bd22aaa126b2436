package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Loads of an array whose stored bytes are fetched ahead: every pattern is decoded once, from what was
/// fetched; memory beside the result is small, and comes back whatever happens.
class LoadAheadTest {
    private static final int ROWS = 60;
    private static final int COLS = 70;
    private static final int SIDE = 96;
    private static final int FRAME = 2 * SIDE * SIDE;
    private static final int STORED = 100;

    /// Patterns of `position % 1000`, of which "stored" are a hundred bytes with the position in them.
    private static final class Stored implements NdArray {
        private final AtomicIntegerArray reads = new AtomicIntegerArray(ROWS * COLS);
        private final AtomicLong largest = new AtomicLong();
        private final int high;
        private int failAt = -1;

        /// @param high value of the patterns of the second half
        Stored(int high) {
            this.high = high;
        }

        @Override
        public long[] shape() {
            return new long[] {ROWS, COLS, SIDE, SIDE};
        }

        @Override
        public DType dtype() {
            return DType.U16;
        }

        @Override
        public String name() {
            return "stored";
        }

        @Override
        public List<Axis> axes() {
            return List.of(Axis.pixels("a"), Axis.pixels("b"), Axis.pixels("c"), Axis.pixels("d"));
        }

        @Override
        public int[] chunkShape() {
            return new int[] {1, 1, SIDE, SIDE};
        }

        @Override
        public NdArray sequential() {
            return new Near(this, MemorySegment.NULL, Region.whole(shape()));
        }

        @Override
        public long fetchBytes(Region region) {
            return STORED * region.shape()[0] * region.shape()[1];
        }

        @Override
        public NdArray fetch(Region region, MemorySegment buffer) {
            largest.accumulateAndGet(buffer.byteSize(), Math::max);
            long n = region.shape()[0] * region.shape()[1];
            for (int i = 0; i < n; i++) {
                long row = region.start()[0] + i / region.shape()[1];
                int position = (int) (row * COLS + region.start()[1] + i % region.shape()[1]);
                if (position == failAt) {
                    throw new MalformedDataException("stored", position, "the end of the file", "more bytes");
                }
                buffer.set(ValueLayout.JAVA_INT_UNALIGNED, (long) i * STORED, position);
            }
            return new Near(this, buffer, region);
        }

        int value(int position) {
            return position < ROWS * COLS / 2 ? position % 1000 : high;
        }

        @Override
        public void read(Region region, MemorySegment destination) {
            throw new AssertionError("nobody fetched " + region);
        }

        @Override
        public void readFloat32(Region region, MemorySegment destination) {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }

    /// What was fetched.
    private record Near(Stored stored, MemorySegment buffer, Region fetched) implements NdArray {
        @Override
        public long[] shape() {
            return stored.shape();
        }

        @Override
        public DType dtype() {
            return DType.U16;
        }

        @Override
        public String name() {
            return stored.name();
        }

        @Override
        public List<Axis> axes() {
            return stored.axes();
        }

        @Override
        public void read(Region region, MemorySegment destination) {
            for (long row = region.start()[0]; row < region.start()[0] + region.shape()[0]; row++) {
                for (long col = region.start()[1]; col < region.start()[1] + region.shape()[1]; col++) {
                    long i = (row - fetched.start()[0]) * fetched.shape()[1] + col - fetched.start()[1];
                    int position = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, i * STORED);
                    assertThat(position).isEqualTo((int) (row * COLS + col));
                    stored.reads.incrementAndGet(position);
                    long at = ((row - region.start()[0]) * region.shape()[1] + col - region.start()[1]) * FRAME;
                    for (long p = at; p < at + FRAME; p += 2) {
                        destination.set(ValueLayout.JAVA_SHORT_UNALIGNED, p, (short) stored.value(position));
                    }
                }
            }
        }

        @Override
        public void readFloat32(Region region, MemorySegment destination) {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }

    private final Owner owner = new Owner(1L << 30, OpenCl::probe);

    private static LoadOptions options() {
        return LoadOptions.standard().device(Device.java()).progress(LoadProgress.SILENT);
    }

    private long used(String pool) {
        return owner.ledger().used(pool);
    }

    private long peak(String pool) {
        return owner.ledger().report().pools().stream()
                .filter(p -> p.name().equals(pool))
                .mapToLong(MemoryReport.Pool::peak)
                .findFirst()
                .orElse(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 2", "4, 2", "1, 2"})
    void everyPatternIsDecodedOnceFromWhatWasFetched(int detector, int scan) {
        Stored stored = new Stored(3);
        var how = options().detectorBin(detector).scanBin(scan);
        try (DeviceStack stack = DeviceStack.load(DataSet.of(stored, 2), how, owner)) {
            int used = ROWS / scan * scan * (COLS / scan * scan);
            int once = 0;
            for (int p = 0; p < ROWS * COLS; p++) {
                assertThat(stored.reads.get(p)).isLessThanOrEqualTo(1);
                once += stored.reads.get(p);
            }
            assertThat(once).isEqualTo(used);
            for (int r = 0; r < stack.scanRows(); r += 7) {
                for (int c = 0; c < stack.scanCols(); c += 3) {
                    long sum = 0;
                    for (int k = 0; k < scan * scan; k++) {
                        int position = (r * scan + k / scan) * COLS + c * scan + k % scan;
                        sum += (long) stored.value(position) * detector * detector;
                    }
                    assertThat(stack.pattern(r, c).exact(1, 2)).isEqualTo(sum);
                }
            }
            assertThat(used(Ledger.HOST)).isEqualTo(stack.bytes());
            assertThat(peak(Ledger.HOST)).isEqualTo(stack.bytes());
            assertThat(used(Ledger.BUFFERS)).isZero();
            // Two buffers for what is compressed; what is decoded is binned in the caches of the cores.
            assertThat(peak(Ledger.BUFFERS)).isEqualTo(2 * stored.largest.get());
            assertThat(stored.largest.get()).isLessThan(1 << 20);
        }
    }

    @Test
    void aTypeThatGrowsInTheMiddleReadsAPieceAgain() {
        Stored stored = new Stored(20_000);
        try (DeviceStack stack =
                DeviceStack.load(DataSet.of(stored, 2), options().detectorBin(2), owner)) {
            assertThat(stack.dtype()).isEqualTo(DType.U32);
            assertThat(stack.pattern(0, 5).exact(3, 3)).isEqualTo(20L);
            assertThat(stack.pattern(ROWS - 1, 5).exact(3, 3)).isEqualTo(80_000L);
            assertThat(stack.minMax()).isEqualTo(new MinMax(0, 80_000));
        }
    }

    @Test
    void anErrorOfAFetchFreesEverything() {
        Stored stored = new Stored(3);
        stored.failAt = ROWS * COLS * 3 / 4;
        assertThatThrownBy(
                        () -> DeviceStack.load(DataSet.of(stored, 2), options().detectorBin(2), owner))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("the end of the file");
        assertThat(used(Ledger.HOST)).isZero();
        assertThat(used(Ledger.BUFFERS)).isZero();
    }

    @Test
    void anInterruptInTheMiddleFreesEverything() {
        Stored stored = new Stored(3);
        LoadProgress stop = (done, total) -> {
            if (done > total / 3) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> DeviceStack.load(
                        DataSet.of(stored, 2), options().detectorBin(2).progress(stop), owner))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(used(Ledger.HOST)).isZero();
        assertThat(used(Ledger.BUFFERS)).isZero();
    }
}
