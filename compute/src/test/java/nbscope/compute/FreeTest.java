package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FreeTest {
    static Stream<Long> seeds() {
        return Seeds.few();
    }

    private static DeviceStack stack(Device device) {
        short[] values = new short[16 * 16 * 64 * 64];
        java.util.Arrays.fill(values, (short) 1);
        return DeviceStack.load(
                DataSet.of(new MemoryArray("ones", DType.U16, MemorySegment.ofArray(values), 16, 16, 64, 64), 2),
                device);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void freeingDuringComputationsNeverGivesAWrongImage(long seed) throws Exception {
        var random = Seeds.random(seed);
        var devices = Device.list();
        long before = Memory.report().total();
        var stack = stack(devices.get(random.nextInt(devices.size())));
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                Callable<Integer> drag = () -> {
                    for (int n = 0; ; n++) {
                        try {
                            var image = stack.virtualImage(0, Detector.disk(1000));
                            assertThat(image.min()).isEqualTo(64 * 64);
                            assertThat(image.max()).isEqualTo(64 * 64);
                        } catch (FreedStackException e) {
                            return n;
                        }
                    }
                };
                runs.add(threads.submit(drag));
            }
            Thread.sleep(random.nextInt(30));
            // The index, which may be there by now or not, has as many bytes as this data.
            assertThat(stack.free() - stack.bytes()).isIn(0L, stack.bytes());
            for (var run : runs) {
                assertThat(run.get()).isNotNegative();
            }
        }
        assertThat(Memory.report().total()).isEqualTo(before);
    }

    @Test
    void listenersHearOfItOnceAndLateOnesAtOnce() {
        var stack = stack(Device.java());
        var heard = new AtomicInteger();
        stack.onFree(heard::incrementAndGet);
        assertThat(heard).hasValue(0);
        stack.free();
        stack.free();
        assertThat(heard).hasValue(1);
        stack.onFree(heard::incrementAndGet);
        assertThat(heard).hasValue(2);
    }

    @Test
    void aListenerMayAskTheStackAndFreeItAgain() {
        var stack = stack(Device.java());
        var seen = new AtomicInteger();
        stack.onFree(() -> seen.set(stack.isFreed() && stack.free() == 0 ? 1 : -1));
        stack.free();
        assertThat(seen).hasValue(1);
    }

    @Test
    void imagesOutliveTheStack() {
        var stack = stack(Device.java());
        var image = stack.virtualImage(0, Detector.disk(1));
        stack.free();
        assertThat(image.exact(3, 3)).isEqualTo(1L);
    }

    @Test
    void aForgottenStackIsGivenBackInTheEnd() throws InterruptedException {
        var owner = new Owner(1 << 20, OpenCl::probe);
        forget(owner);
        for (int i = 0; i < 200 && owner.ledger().report().total() > 0; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(owner.ledger().report().total()).isZero();
    }

    /// In a method of its own, so that no local variable keeps the stack.
    private static void forget(Owner owner) {
        var array = new MemoryArray("lost", DType.U8, MemorySegment.ofArray(new byte[16]), 2, 2, 2, 2);
        var stack = DeviceStack.load(DataSet.of(array, 2), Device.java(), LoadProgress.SILENT, owner);
        stack.sumPattern(0);
        assertThat(owner.ledger().report().total()).isEqualTo(16 + 4 * 4);
    }
}
