package nbscope.widgets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.Test;

class SilentFrontEndTest {
    private final List<Map<String, String>> displayed = Collections.synchronizedList(new ArrayList<>());
    private final WidgetHost host = new DisplayOnly();

    @Test
    void silenceIsToldInASentenceThatSaysWhatToInstall() throws InterruptedException {
        SilentFrontEnd.watch(host, () -> false, Duration.ofMillis(5)).join();
        assertThat(displayed)
                .singleElement()
                .satisfies(bundle -> assertThat(bundle.get("text/plain")).contains("pip install anywidget"));
    }

    @Test
    void nothingIsSaidOnceTheFrontEndAnswered() throws InterruptedException {
        SilentFrontEnd.watch(host, () -> true, Duration.ofMillis(5)).join();
        assertThat(displayed).isEmpty();
    }

    private final class DisplayOnly implements WidgetHost {
        @Override
        public Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener l) {
            throw new UnsupportedOperationException("not part of this test");
        }

        @Override
        public void accept(String target, CommFactory factory) {
            throw new UnsupportedOperationException("not part of this test");
        }

        @Override
        public void display(Map<String, String> bundle) {
            displayed.add(bundle);
        }

        @Override
        public Map<String, Object> attributes() {
            return Map.of();
        }
    }
}
