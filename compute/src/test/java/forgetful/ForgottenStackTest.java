package forgetful;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;

/// Outside the library's packages, as a user's class is: the log names the user's line.
class ForgottenStackTest {
    private static final Logger LOG = Logger.getLogger(DeviceStack.class.getName());

    @Test
    void theLogSaysWhereAForgottenStackWasMade() throws InterruptedException {
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        var listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOG.addHandler(listener);
        LOG.setUseParentHandlers(false);
        try {
            forget();
            for (int i = 0; i < 200 && messages.stream().noneMatch(m -> m.contains("segment")); i++) {
                System.gc();
                Thread.sleep(20);
            }
        } finally {
            LOG.setUseParentHandlers(true);
            LOG.removeHandler(listener);
        }
        assertThat(messages)
                .anyMatch(m -> m.contains("was never freed")
                        && m.contains("loaded by forgetful.ForgottenStackTest.forget(ForgottenStackTest.java:")
                        && m.contains("1.0 KiB are given back now"));
    }

    /// In a method of its own, so that no local variable keeps the stack.
    private static void forget() {
        var array = NdArray.of(MemorySegment.ofArray(new byte[1024]), DType.U8, 4, 4, 8, 8);
        assertThat(DeviceStack.load(DataSet.of(array, 2), Device.java()).isFreed())
                .isFalse();
    }
}
