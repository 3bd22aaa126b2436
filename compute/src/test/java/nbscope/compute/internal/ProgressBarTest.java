package nbscope.compute.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(7_000_000_000L);
    private final ProgressBar bar =
            new ProgressBar("loading", new PrintStream(bytes, true, StandardCharsets.UTF_8), clock::get);

    private void pass(int milliseconds) {
        clock.addAndGet(milliseconds * 1_000_000L);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aShortLoadSaysNothing() {
        bar.started();
        pass(400);
        bar.loaded(50_000_000, 100_000_000);
        pass(90);
        bar.loaded(100_000_000, 100_000_000);
        bar.ended();
        assertThat(text()).isEmpty();
    }

    @Test
    void aLongOneDrawsOneLineAgainAndAgainAndEndsWithTheRate() {
        pass(60_000);
        bar.started();
        pass(600);
        bar.loaded(300_000_000, 1_200_000_000);
        pass(50);
        bar.loaded(330_000_000, 1_200_000_000);
        pass(1350);
        bar.loaded(1_200_000_000, 1_200_000_000);
        bar.ended();
        assertThat(text())
                .isEqualTo("\rloading [#######.......................] 25 %, 300 of 1200 MB, 500 MB/s, about 2 s left"
                        + "\rloading [##############################] 100 %, 1200 of 1200 MB, 600 MB/s" + " ".repeat(14)
                        + "\rloading [##############################] 1200 MB in 2.0 s, 600 MB/s" + " ".repeat(20)
                        + System.lineSeparator());
    }

    @Test
    void aLoadThatFailsEndsItsLineToo() {
        bar.started();
        pass(1000);
        bar.loaded(10_000_000, 100_000_000);
        bar.ended();
        assertThat(text()).contains("] 10 MB in 1.0 s, 10.0 MB/s ").endsWith(System.lineSeparator());
    }

    @Test
    void theNextLoadStartsAnew() {
        bar.started();
        pass(1000);
        bar.loaded(1, 2);
        bar.ended();
        int before = text().length();
        bar.started();
        pass(100);
        bar.loaded(1, 2);
        bar.ended();
        assertThat(text()).hasSize(before);
    }
}
