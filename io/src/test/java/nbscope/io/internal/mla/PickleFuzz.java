package nbscope.io.internal.mla;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Any bytes as a pickle, and what they hold as MLArray metadata: values or our own exception. See
/// nbscope.io.internal.blosc2.FrameFuzz.
public final class PickleFuzz {
    private PickleFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        @Nullable Object value;
        try {
            value = Unpickler.read(input);
        } catch (PickleException expected) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            MlaCalibration.of(map, 4);
        }
    }
}
