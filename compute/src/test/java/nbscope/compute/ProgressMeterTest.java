package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private static final long MB = 1_000_000;

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final ProgressMeter meter = new ProgressMeter(clock::get);

    private Progress after(int milliseconds, long done, long total) {
        clock.addAndGet(milliseconds * 1_000_000L);
        return meter.at(done, total);
    }

    @Test
    void rateAndTimeLeftComeFromTheClock() {
        Progress half = after(2_000, 600 * MB, 1_200 * MB);
        assertThat(half.bytesPerSecond()).isCloseTo(300e6, within(1.0));
        assertThat(half.secondsLeft()).isCloseTo(2, within(1e-9));
        assertThat(half.share()).isEqualTo(0.5);
        assertThat(half.text()).isEqualTo("50 %, 600 of 1200 MB, 300 MB/s, about 2 s left");
    }

    @Test
    void theFirstMomentsHaveNoRate() {
        assertThat(after(0, 0, 10 * MB).text()).isEqualTo("0 %, 0 of 10 MB");
        assertThat(after(60, 5 * MB, 10 * MB).text()).isEqualTo("50 %, 5 of 10 MB");
    }

    /// 100 MB/s for ten seconds, then 10 MB/s: after the window only the new rate counts.
    @Test
    void theRateIsThatOfTheLastSeconds() {
        for (int i = 1; i <= 100; i++) {
            after(100, 10L * i * MB, 10_000 * MB);
        }
        Progress slow = null;
        for (int i = 1; i <= 50; i++) {
            slow = after(100, 1_000 * MB + i * MB, 10_000 * MB);
        }
        assertThat(slow).isNotNull();
        assertThat(slow.bytesPerSecond()).isCloseTo(10e6, within(1.0));
        assertThat(slow.secondsLeft()).isCloseTo(895, within(1e-6));
        assertThat(slow.text()).endsWith(", 10.0 MB/s, about 15 min left");
    }

    @Test
    void standingStillHasNoTimeLeft() {
        after(1_000, 100 * MB, 200 * MB);
        Progress stalled = null;
        for (int i = 0; i < 60; i++) {
            stalled = after(100, 100 * MB, 200 * MB);
        }
        assertThat(stalled).isNotNull();
        assertThat(stalled.text()).isEqualTo("50 %, 100 of 200 MB, 0.00 kB/s");
    }

    @Test
    void workThatBeginsAnewBeginsAnewHere() {
        after(1_000, 900 * MB, 1_000 * MB);
        after(10, 0, 1_000 * MB);
        Progress again = after(1_000, 100 * MB, 1_000 * MB);
        assertThat(again.bytesPerSecond()).isCloseTo(100e6, within(1.0));
    }

    @Test
    void whatNobodyKnowsIsLeftOut() {
        assertThat(after(1_000, 2_500 * MB, -1).text()).isEqualTo("2500 MB, 2.50 GB/s");
        assertThat(meter.at(1, -1).share()).isNaN();
        assertThat(new ProgressMeter(clock::get).at(0, 0).share()).isEqualTo(1);
    }

    @Test
    void unitsArePlain() {
        assertThat(new Progress(12_000, 800_000, 1, 12_000, 65.2).text())
                .isEqualTo("1 %, 12 of 800 kB, 12.0 kB/s, about 66 s left");
        assertThat(new Progress(7_450_000_000L, 12_300_000_000L, 9, 1.25e9, 7_300).text())
                .isEqualTo("60 %, 7.5 of 12.3 GB, 1.25 GB/s, about 2 h left");
        assertThat(new Progress(1_200 * MB, 1_200 * MB, 1.5, 1, Double.NaN).summary())
                .isEqualTo("1200 MB in 1.5 s, 800 MB/s");
        assertThat(new Progress(5 * MB, 5 * MB, 0.034, 1, Double.NaN).summary()).isEqualTo("5 MB in 0.03 s, 147 MB/s");
    }
}
