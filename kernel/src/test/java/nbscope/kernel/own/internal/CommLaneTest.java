package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Handlers run one at a time and in order, on the caller's thread only where nobody waits.
class CommLaneTest {
    private final CommLane lane = new CommLane();

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void aGestureOnAFreeLaneRunsOnTheThreadThatBroughtIt() {
        var where = new CopyOnWriteArrayList<Thread>();
        lane.here(() -> where.add(Thread.currentThread()));
        assertThat(where).containsExactly(Thread.currentThread());
    }

    @Test
    void aGestureNeverOvertakesWhatCameBefore() throws InterruptedException {
        var order = new CopyOnWriteArrayList<Integer>();
        var go = new CountDownLatch(1);
        var done = new CountDownLatch(3);
        lane.submit(() -> {
            await(go);
            order.add(1);
            done.countDown();
        });
        lane.submit(() -> {
            order.add(2);
            done.countDown();
        });
        lane.here(() -> {
            order.add(3);
            done.countDown();
        });
        assertThat(order).isEmpty();
        go.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).isEqualTo(List.of(1, 2, 3));
    }

    @Test
    void aSubmittedHandlerWaitsForAGestureThatRunsHere() throws InterruptedException {
        var order = new CopyOnWriteArrayList<String>();
        var done = new CountDownLatch(1);
        lane.here(() -> {
            lane.submit(() -> {
                order.add("submitted");
                done.countDown();
            });
            // Long enough for the lane's own thread to run if nothing held it back.
            await(new CountDownLatch(1), 50);
            order.add("gesture");
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("gesture", "submitted");
    }

    @Test
    void aHandlerThatThrowsLeavesTheLaneUsable() {
        try {
            lane.here(() -> {
                throw new IllegalStateException("broken");
            });
        } catch (IllegalStateException expected) {
            // The caller hears of it; the next gesture must still run.
        }
        var ran = new CountDownLatch(1);
        lane.here(ran::countDown);
        assertThat(ran.getCount()).isZero();
    }

    private static void await(CountDownLatch latch) {
        await(latch, 10_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
