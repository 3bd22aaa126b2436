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
                .hasMessage(
                        "the stack \"gold\" needs 2.0 MiB, the budget is 682.7 KiB (0 bytes used); with the detector"
                                + " binned by 2 (512.0 KiB) it fits; or free another stack, or raise Memory.budget(...)");
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
}
