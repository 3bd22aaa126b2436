package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Java with the row-prefix index from the second image of a frame on.
class IndexedDeviceTest extends DeviceContract {
    private final Owner owner = Owner.indexFromTheStart(1L << 30, OpenCl::probe);

    @Override
    Device device() {
        return new JavaDevice(true);
    }

    @Override
    Owner owner() {
        return owner;
    }

    static Stream<Long> seeds() {
        return Seeds.few();
    }

    private static DataSet counts(Random random, int frames) {
        short[] values = new short[frames * 32 * 32 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) random.nextInt(100);
        }
        return DataSet.of(
                new MemoryArray("counts", DType.U16, MemorySegment.ofArray(values), frames, 32, 32, 32, 32), 3);
    }

    private static Detector detector(Random random) {
        double inner = random.nextInt(2) * 5 * random.nextDouble();
        return Detector.annulus(inner, inner + 0.5 + 10 * random.nextDouble())
                .at(random.nextInt(32), random.nextInt(32));
    }

    @Test
    void theIndexIsACacheOfItsOwnBesideTheStack() {
        try (var stack = DeviceStack.load(counts(new Random(1), 2), device(), LoadProgress.SILENT, owner)) {
            long data = stack.bytes();
            assertThat(owner.ledger().report().cached()).isZero();
            stack.virtualImage(1, Detector.disk(5));
            var report = owner.ledger().report();
            assertThat(report.lines())
                    .filteredOn(MemoryReport.Line::cache)
                    .extracting(MemoryReport.Line::what)
                    .containsExactly("index 1");
            assertThat(report.cached()).isEqualTo(data / 2);
            assertThat(report.total()).isEqualTo(data + data / 2);
            assertThat(stack.bytes()).isEqualTo(data);
            assertThat(owner.ledger().flush(null)).isEqualTo(data / 2);
            stack.virtualImage(0, Detector.disk(5));
            assertThat(stack.free()).isEqualTo(data + data / 2);
            assertThat(owner.ledger().report().total()).isZero();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void freeingDuringABuildGivesBackEverything(long seed) throws InterruptedException {
        var random = Seeds.random(seed);
        var background = new Owner(1L << 30, OpenCl::probe);
        var data = counts(random, 2);
        for (int i = 0; i < 5; i++) {
            var stack = DeviceStack.load(data, device(), LoadProgress.SILENT, background);
            stack.virtualImage(0, detector(random));
            stack.virtualImage(1, detector(random));
            Thread.sleep(0, random.nextInt(1_000_000));
            if (random.nextBoolean()) {
                Thread.sleep(random.nextInt(8));
            }
            long half = stack.bytes() / 2;
            assertThat(stack.free() - stack.bytes()).isIn(0L, half, 2 * half);
            assertThat(background.ledger().report().lines()).isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void flushingDuringSumsNeverGivesAWrongImage(long seed) throws Exception {
        var random = Seeds.random(seed);
        var background = new Owner(1L << 30, OpenCl::probe);
        var data = counts(random, 1);
        List<Detector> detectors =
                Stream.generate(() -> detector(random)).limit(8).toList();
        List<Image> expected = new ArrayList<>();
        try (var oracle = DeviceStack.load(data, Device.javaScalar(), LoadProgress.SILENT, background)) {
            detectors.forEach(d -> expected.add(oracle.virtualImage(0, d)));
        }
        var stack = DeviceStack.load(data, device(), LoadProgress.SILENT, background);
        var stop = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                int first = t;
                Callable<Integer> drag = () -> {
                    int n = first;
                    for (; !stop.get(); n++) {
                        var image = stack.virtualImage(0, detectors.get(n % 8));
                        assertThat(image.pixels().mismatch(expected.get(n % 8).pixels()))
                                .isEqualTo(-1);
                    }
                    return n;
                };
                runs.add(threads.submit(drag));
            }
            try {
                for (int i = 0; i < 10; i++) {
                    Thread.sleep(random.nextInt(10));
                    // The planes, and a cube where two detectors have one centre.
                    assertThat(background.ledger().flush(null)).isBetween(0L, stack.bytes() * 9 / 8);
                }
            } finally {
                // Else a failure would leave the threads running, and the test waiting for them.
                stop.set(true);
            }
            for (var run : runs) {
                assertThat(run.get()).isGreaterThan(3);
            }
        }
        assertThat(stack.free() - stack.bytes()).isBetween(0L, stack.bytes() * 9 / 8);
        assertThat(background.ledger().report().lines()).isEmpty();
    }

    @Test
    void withoutRoomTheImagesAreTheSame() {
        var data = counts(new Random(3), 1);
        long bytes = 2L * 32 * 32 * 32 * 32;
        var tight = Owner.indexFromTheStart(bytes * 2, OpenCl::probe);
        try (var stack = DeviceStack.load(data, device(), LoadProgress.SILENT, tight);
                var indexed = DeviceStack.load(data, device(), LoadProgress.SILENT, owner)) {
            for (int i = 0; i < 3; i++) {
                var without = stack.virtualImage(0, Detector.disk(5 + i));
                var with = indexed.virtualImage(0, Detector.disk(5 + i));
                assertThat(without.pixels().mismatch(with.pixels())).isEqualTo(-1);
                assertThat(without.dtype()).isEqualTo(with.dtype());
            }
            assertThat(caches(tight)).doesNotContain("index 0");
            assertThat(caches(owner)).contains("index 0");
        }
    }

    private static List<String> caches(Owner owner) {
        return owner.ledger().report().lines().stream()
                .filter(MemoryReport.Line::cache)
                .map(MemoryReport.Line::what)
                .toList();
    }
}
