package nbscope.compute.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers(3);

    @Test
    void everyItemIsDoneOnce() {
        var done = new AtomicIntegerArray(10_000);
        workers.run(done.length(), 5000, (from, to) -> {
            for (int i = from; i < to; i++) {
                done.incrementAndGet(i);
            }
        });
        for (int i = 0; i < done.length(); i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }

    @Test
    void aFailureReachesTheCallerAfterAllHaveEnded() {
        var done = new AtomicIntegerArray(1);
        assertThatThrownBy(() -> workers.run(1000, 1 << 20, (from, to) -> {
                    if (from == 500) {
                        throw new IllegalStateException("at 500");
                    }
                    done.addAndGet(0, to - from);
                }))
                .hasMessage("at 500");
        assertThat(done.get(0)).isEqualTo(999);
    }

    @Test
    void anInterruptedCallerStillGetsAllAndStaysInterrupted() {
        var done = new AtomicIntegerArray(1);
        Thread.currentThread().interrupt();
        workers.run(1000, 1 << 20, (from, to) -> done.addAndGet(0, to - from));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done.get(0)).isEqualTo(1000);
    }
}
