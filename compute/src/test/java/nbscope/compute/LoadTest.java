package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final long BYTES = 2L * 16 * 8 * 64 * 64 * 2;

    private final Owner owner = new Owner(BYTES + 100_000, OpenCl::probe);

    private static DataSet data() {
        return DataSet.of(array(DType.U16, 2, 16, 8, 64, 64), 3);
    }

    private static MemoryArray array(DType dtype, long... shape) {
        long n = 1;
        for (long s : shape) {
            n *= s;
        }
        return new MemoryArray("gold", dtype, MemorySegment.ofArray(new byte[(int) n * dtype.bytes()]), shape);
    }

    private DeviceStack load(DataSet data, LoadProgress progress) {
        return DeviceStack.load(data, Device.java(), progress, owner);
    }

    @Test
    void aStackBeyondTheBudgetIsRefusedBeforeAnythingIsRead() {
        owner.ledger().budget("host", BYTES / 3);
        var read = new AtomicInteger();
        assertThatThrownBy(() -> load(data(), (done, total) -> read.incrementAndGet()))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessage("the stack \"gold\" needs 2.0 MiB, the budget is 682.7 KiB (0 bytes used); with the"
                        + " detector binned by 2 (512.0 KiB) it fits: DeviceStack.load(data,"
                        + " LoadOptions.standard().detectorBin(2)); or free another stack, or raise"
                        + " Memory.budget(...)");
        assertThat(read).hasValue(0);
        assertThat(owner.ledger().report().lines()).isEmpty();
    }

    @Test
    void whatIsHeldCountsAgainstTheBudget() {
        try (var first = load(data(), LoadProgress.SILENT)) {
            assertThatThrownBy(() -> load(data(), LoadProgress.SILENT))
                    .isInstanceOfSatisfying(
                            DeviceMemoryException.class,
                            e -> assertThat(e.used()).isEqualTo(first.bytes()));
        }
        load(data(), LoadProgress.SILENT).close();
    }

    @Test
    void cachesGoBeforeALoadIsRefused() {
        var small = DataSet.of(array(DType.U8, 1, 1, 128, 128), 2);
        owner.ledger().budget("host", BYTES + 128 * 128 + 10);
        try (var stack = load(small, LoadProgress.SILENT)) {
            stack.sumPattern(0);
            try (var big = load(data(), LoadProgress.SILENT)) {
                assertThat(owner.ledger().report().cached()).isZero();
                assertThat(big.isFreed()).isFalse();
            }
            assertThat(stack.sumPattern(0).max()).isZero();
        }
    }

    @Test
    void progressEndsAtTheWhole() {
        List<Long> seen = new ArrayList<>();
        load(data(), (done, total) -> {
                    assertThat(total).isEqualTo(BYTES);
                    seen.add(done);
                })
                .close();
        assertThat(seen).isSorted().endsWith(BYTES).hasSizeGreaterThan(1);
    }

    @Test
    void anInterruptEndsTheLoadAndKeepsNothing() {
        assertThatThrownBy(() ->
                        load(data(), (done, total) -> Thread.currentThread().interrupt()))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("interrupted at frame 1, scan row 0; nothing of it is kept");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(owner.ledger().report().total()).isZero();
    }

    @Test
    void aFailingReadKeepsNothing() {
        assertThatThrownBy(() -> load(data(), (done, total) -> {
                    throw new IllegalStateException("disk");
                }))
                .hasMessage("disk");
        assertThat(owner.ledger().report().total()).isZero();
    }

    @Test
    void thePeakAndTheTableTellWhatWasHeld() {
        var stack = load(data(), LoadProgress.SILENT);
        var report = owner.ledger().report();
        assertThat(report.lines()).hasSize(2);
        assertThat(report.toString()).contains("gold", "frame 1", "u16", "Java", "1.0 MiB");
        stack.free();
        var after = owner.ledger().report();
        assertThat(after.total()).isZero();
        assertThat(after.peak()).isEqualTo(BYTES);
    }

    @Test
    void sixtyFourBitIntegersAreRefusedWithAWayOut() {
        var data = DataSet.of(array(DType.I64, 2, 2, 3, 3), 2);
        assertThatThrownBy(() -> load(data, LoadProgress.SILENT))
                .hasMessageContaining("convert it to a 32-bit integer");
    }

    @Test
    void flushingDropsSumPatternsAndTheyComeBackEqual() {
        try (var stack = load(data(), LoadProgress.SILENT)) {
            var before = stack.sumPattern(1);
            assertThat(owner.ledger().flush(null)).isEqualTo(64 * 64 * 4L);
            assertThat(owner.ledger().report().cached()).isZero();
            var after = stack.sumPattern(1);
            assertThat(after).isNotSameAs(before);
            assertThat(after.pixels().mismatch(before.pixels())).isEqualTo(-1);
        }
    }

    @Test
    void framesAndPositionsOutsideAreNamed() {
        try (var stack = load(data(), LoadProgress.SILENT)) {
            assertThatThrownBy(() -> stack.virtualImage(2, Detector.disk(3)))
                    .hasMessageContaining("frame 2 does not exist; \"gold\" has 2 frames");
            assertThatThrownBy(() -> stack.pattern(0, 16, 0))
                    .hasMessageContaining("16, 0 lies outside the scan of 16 x 8");
        }
    }

    @Test
    void aFrameThatFailsTakesTheOthersWithIt() {
        var plain = array(DType.U16, 3, 16, 8, 64, 64);
        for (Device device : Device.list()) {
            for (int scanBin : new int[] {1, 2}) {
                var failing = new FailingArray(plain, 2);
                var options = LoadOptions.standard().device(device).scanBin(scanBin);
                var roomy = new Owner(BYTES * 2, OpenCl::probe);
                assertThatThrownBy(() -> DeviceStack.load(DataSet.of(failing, 3), options, roomy))
                        .isInstanceOf(DeviceMemoryException.class)
                        .hasMessageContaining("has no more memory to give (0 bytes used)");
                assertThat(roomy.ledger().report().lines()).isEmpty();
            }
        }
    }

    /// Reads until a frame for which the system has no memory.
    private record FailingArray(MemoryArray array, int frame) implements nbscope.io.NdArray {
        @Override
        public long[] shape() {
            return array.shape();
        }

        @Override
        public DType dtype() {
            return array.dtype();
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<nbscope.io.Axis> axes() {
            return array.axes();
        }

        @Override
        public void read(nbscope.io.Region region, MemorySegment destination) {
            if (region.start()[0] == frame) {
                throw new OutOfMemoryError("the system has none");
            }
            array.read(region, destination);
        }

        @Override
        public void readFloat32(nbscope.io.Region region, MemorySegment destination) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void minAndMaxAreOfAllFramesWithoutNaN() {
        float[] values = new float[3 * 4 * 4 * 5 * 5];
        values[7] = -3;
        values[values.length - 1] = 17.5f;
        values[600] = Float.NaN;
        var data = DataSet.of(new MemoryArray("floats", DType.F32, MemorySegment.ofArray(values), 3, 4, 4, 5, 5), 3);
        for (Device device : Device.list()) {
            try (var stack = DeviceStack.load(data, device)) {
                assertThat(stack.minMax()).isEqualTo(new MinMax(-3, 17.5));
                assertThat(stack.frame(1).minMax()).isEqualTo(new MinMax(-3, 17.5));
            }
        }
        java.util.Arrays.fill(values, Float.NaN);
        try (var stack = load(data, LoadProgress.SILENT)) {
            assertThat(stack.minMax()).isEqualTo(new MinMax(Double.NaN, Double.NaN));
        }
    }

    @Test
    void listenersHearTheStartAndTheEndOnce() {
        List<String> heard = new ArrayList<>();
        var listener = new LoadProgress() {
            @Override
            public void started() {
                heard.add("started");
            }

            @Override
            public void loaded(long done, long total) {
                if (done == total) {
                    heard.add(total + " bytes");
                }
            }

            @Override
            public void ended() {
                heard.add("ended");
            }
        };
        load(data(), listener).close();
        assertThat(heard).containsExactly("started", BYTES + " bytes", "ended");
        heard.clear();
        owner.ledger().budget("host", 1);
        assertThatThrownBy(() -> load(data(), listener)).isInstanceOf(DeviceMemoryException.class);
        assertThat(heard).containsExactly("started", "ended");
    }

    @Test
    void aRefusalSaysWhoHoldsTheMemory() {
        try (var first = load(data(), LoadProgress.SILENT)) {
            assertThatThrownBy(() -> load(data(), LoadProgress.SILENT))
                    .hasMessageContaining("driver free")
                    .hasMessageContaining("frame 1")
                    .hasMessageContaining("1.0 MiB  data   Java");
            assertThat(first.isFreed()).isFalse();
        }
    }

    @Test
    void cachesThatWouldNotHelpAreKept() {
        var small = DataSet.of(array(DType.U8, 1, 1, 128, 128), 2);
        owner.ledger().budget("host", 40_000 + 4 * 128 * 128);
        try (var stack = load(small, LoadProgress.SILENT)) {
            var kept = stack.sumPattern(0);
            assertThatThrownBy(() -> load(data(), LoadProgress.SILENT)).isInstanceOf(DeviceMemoryException.class);
            assertThat(stack.sumPattern(0)).isSameAs(kept);
        }
    }

    @Test
    void theReportHasARowForEachPoolAndALineForEachAllocation() {
        var ledger = owner.ledger();
        ledger.budget("OpenCL (card)", 4L << 30);
        ledger.note(new nbscope.compute.internal.memory.Ledger.Claim(
                "gold", "frame 0", DType.U16, "OpenCL (card)", "OpenCL (card)", 3L << 20, null));
        ledger.note(new nbscope.compute.internal.memory.Ledger.Claim(
                "gold", "index 0", DType.U32, "Java", "host", 1L << 10, () -> {}));
        var report = ledger.report(pool -> 1L << 30);
        assertThat(report.pools())
                .containsExactly(
                        new MemoryReport.Pool("host", 1024, 1024, 1024, -1, ledger.budget("host")),
                        new MemoryReport.Pool("OpenCL (card)", 3L << 20, 0, 3L << 20, 1L << 30, 4L << 30));
        assertThat(report.toString().lines().toList())
                .hasSize(8)
                .contains(
                        "OpenCL (card)                         3.0 MiB      0 bytes      3.0 MiB      1.0 GiB      4.0"
                                + " GiB",
                        "gold                             index 0                  u32        1.0 KiB  cache  Java");
    }

    @Test
    void whatWasGivenBackPrintsAsASentence() {
        assertThat(new Released(3L << 20)).hasToString("3.0 MiB given back");
        assertThat(new Released(0)).hasToString("there was nothing to give back");
    }
}
