package nbscope.io.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmingFiltersTest {
    /// Counts as compiled while `fast` says so.
    private record Paced(AtomicBoolean fast) implements Filters {
        @Override
        public void unshuffle(int item, int n, byte[] in, byte[] out) {
            pause();
            out[0] = 2;
        }

        @Override
        public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
            pause();
            out[0] = 2;
        }

        private void pause() {
            LockSupport.parkNanos(fast.get() ? 1_000 : 5_000_000);
        }
    }

    private static final class Marked implements Filters {
        @Override
        public void unshuffle(int item, int n, byte[] in, byte[] out) {
            LockSupport.parkNanos(1_000_000);
            out[0] = 1;
        }

        @Override
        public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
            unshuffle(item, n, in, out);
        }
    }

    @Test
    void scalarCodeWorksUntilTheVectorCodeBeatsIt() throws InterruptedException {
        AtomicBoolean compiled = new AtomicBoolean();
        WarmingFilters filters = new WarmingFilters(new Marked(), new Paced(compiled), 0);
        assertThat(mark(filters)).isEqualTo(1);
        assertThat(filters.isCompiled(WarmingFilters.Kind.UNSHUFFLE, 2)).isFalse();
        compiled.set(true);
        while (!filters.isCompiled(WarmingFilters.Kind.UNSHUFFLE, 2)) {
            Thread.sleep(5);
        }
        assertThat(mark(filters)).isEqualTo(2);
    }

    @Test
    void eachElementSizeChangesOverForItself() throws InterruptedException {
        WarmingFilters filters = new WarmingFilters(new Marked(), new Paced(new AtomicBoolean(true)), 0);
        mark(filters);
        while (!filters.isCompiled(WarmingFilters.Kind.UNSHUFFLE, 2)) {
            Thread.sleep(5);
        }
        assertThat(filters.isCompiled(WarmingFilters.Kind.UNSHUFFLE, 4)).isFalse();
        assertThat(filters.isCompiled(WarmingFilters.Kind.BIT_UNSHUFFLE, 2)).isFalse();
    }

    private static int mark(Filters filters) {
        byte[] out = new byte[1];
        filters.unshuffle(2, 1, new byte[1], out);
        return out[0];
    }
}
