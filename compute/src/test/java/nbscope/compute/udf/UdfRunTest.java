package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.FreedStackException;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;

/// Runs under way: one pass for several, partial results, cancel, change of parameters, a stack that is
/// freed.
class UdfRunTest {
    private static final int SCAN = 64;

    /// 4096 frames of 8 x 8 pixels; every pixel of a frame is its position modulo 251.
    private static MemoryTiles tiles() {
        short[] data = new short[SCAN * SCAN * 64];
        for (int i = 0; i < data.length; i++) {
            data[i] = (short) (i / 64 % 251);
        }
        return MemoryTiles.of(DType.U16, SCAN, SCAN, 8, 8, MemorySegment.ofArray(data));
    }

    private static long expectedSum() {
        long sum = 0;
        for (int p = 0; p < SCAN * SCAN; p++) {
            sum += p % 251;
        }
        return sum;
    }

    @Test
    void severalUdfsReadTheDataOnce() {
        var tiles = tiles().copying(SCAN * SCAN);
        var sum = new Sum();
        var sig = new SumSig();
        var com = new CenterOfMass();
        var std = new StdDev();
        var results = UdfRunner.of(tiles).run(List.of(sum, sig, com, std));
        assertThat(tiles.patterns).hasValue(SCAN * SCAN);
        assertThat(results.get(sum).exact(3, 3)).isEqualTo(expectedSum());
        assertThat(results.get(sig).exact(300, 0)).isEqualTo(64L * 49);
        assertThat(results.get(com).rawComY().value(0, 1)).isEqualTo(3.5);
        assertThat(results.get(std).mean().value(0, 0)).isEqualTo((double) expectedSum() / (SCAN * SCAN));
        assertThatThrownBy(() -> results.get(new Pick())).hasMessageContaining("was not part of this run");
    }

    @Test
    void partialResultsComeAtLeastTwentyTimesAndTheLastIsWhole() throws InterruptedException {
        var run = UdfRunner.of(tiles()).start(new SumSig());
        var watcher = new Watcher<NavValues>();
        run.partialResults().subscribe(watcher);
        watcher.await();
        var last = watcher.seen.getLast();
        assertThat(last.isLast()).isTrue();
        assertThat(last.progress()).isEqualTo(1);
        assertThat(last.result().exact(5, 0)).isEqualTo(64L * 5);
        for (var partial : watcher.seen) {
            double[] values = partial.result().compact(0);
            for (int p = 0; p < values.length; p++) {
                if (!Double.isNaN(values[p])) {
                    assertThat(values[p]).isEqualTo(64.0 * (p % 251));
                }
            }
        }
    }

    @Test
    void aRunThatIsWatchedFromTheStartGivesTwentyUpdates() throws InterruptedException {
        var tiles = tiles();
        var subscribed = new CountDownLatch(1);
        tiles.beforeTile = () -> await(subscribed);
        var run = UdfRunner.of(tiles).start(new Sum());
        var watcher = new Watcher<nbscope.compute.Image>();
        run.partialResults().subscribe(watcher);
        subscribed.countDown();
        watcher.await();
        assertThat(watcher.seen).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void cancelEndsTheRun() {
        var tiles = tiles();
        var tilesSeen = new AtomicInteger();
        var started = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        tiles.beforeTile = () -> {
            tilesSeen.incrementAndGet();
            started.countDown();
            await(cancelled);
        };
        var run = UdfRunner.of(tiles).start(new Sum());
        await(started);
        run.cancel();
        cancelled.countDown();
        assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        assertThat(tilesSeen)
                .hasValueLessThanOrEqualTo(EmbeddedExecutor.ofProcess().workers());
        assertThat(run.update(new Sum())).isFalse();
    }

    @Test
    void newParametersWhileRunningGiveTheResultOfTheNewOnesAlone() {
        var tiles = tiles();
        var seen = new AtomicInteger();
        var half = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        tiles.beforeTile = () -> {
            if (seen.incrementAndGet() == 15) {
                half.countDown();
                await(changed);
            }
        };
        boolean[] one = new boolean[64];
        one[0] = true;
        boolean[] three = new boolean[64];
        three[5] = true;
        three[6] = true;
        three[63] = true;
        var run = UdfRunner.of(tiles).start(ApplyMasks.of(one));
        await(half);
        assertThat(run.update(ApplyMasks.of(three))).isTrue();
        changed.countDown();
        var values = run.await();
        for (int p = 0; p < SCAN * SCAN; p++) {
            assertThat(values.exact(p, 0)).isEqualTo(3L * (p % 251));
        }
        assertThat(run.update(ApplyMasks.of(one))).isFalse();
    }

    @Test
    void onlyParametersChangeNotTheUdf() {
        var tiles = tiles();
        var go = new CountDownLatch(1);
        tiles.beforeTile = () -> await(go);
        var run = UdfRunner.of(tiles).start(List.of(new Sum(), new SumSig()));
        assertThatThrownBy(() -> run.update(new Pick())).hasMessageContaining("no UDF \"Pick\"");
        assertThatThrownBy(() -> run.update(0, new SumSig())).hasMessageContaining("found SumSig in place of Sum");
        go.countDown();
        assertThat(run.await().size()).isEqualTo(2);
        assertThat(run.progress()).isEqualTo(1);
    }

    @Test
    void whatAUdfThrowsReachesTheCaller() {
        Udf<NavValues> udf = Udf.perFrame(frame -> {
            if (frame.scanRow() == 40) {
                throw new IllegalStateException("no row 40");
            }
            return 0;
        });
        assertThatThrownBy(() -> UdfRunner.of(tiles()).run(udf)).hasMessage("no row 40");
    }

    @Test
    void aStackThatIsFreedWhileItIsReadEndsTheRun() {
        short[] data = new short[SCAN * SCAN * 64];
        var stack = DeviceStack.load(DataSet.of(NdArray.of(data, DType.U16, SCAN, SCAN, 8, 8), 2), Device.java());
        var started = new CountDownLatch(1);
        var freed = new CountDownLatch(1);
        Udf<NavValues> slow = Udf.perFrame(frame -> {
            started.countDown();
            // Reads all the time: memory that is gone would be noticed.
            double sum = frame.sum();
            if (freed.getCount() > 0) {
                Thread.onSpinWait();
            }
            return sum;
        });
        var runner = UdfRunner.of(stack);
        var endless = new Thread(() -> {
            await(started);
            stack.free();
            freed.countDown();
        });
        endless.start();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        runner.run(slow);
                    }
                })
                .isInstanceOf(FreedStackException.class);
        await(freed);
        assertThatThrownBy(() -> runner.run(new Sum())).isInstanceOf(FreedStackException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited a minute");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Watcher<R> implements Flow.Subscriber<PartialResult<R>> {
        final List<PartialResult<R>> seen = new ArrayList<>();
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PartialResult<R> item) {
            seen.add(item);
        }

        @Override
        public void onError(Throwable e) {
            end.countDown();
        }

        @Override
        public void onComplete() {
            end.countDown();
        }

        void await() throws InterruptedException {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
