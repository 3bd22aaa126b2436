package nbscope.compute;

import org.junit.jupiter.api.BeforeAll;

/// The same device treated as a graphics card: data copied to it in many small chunks, one work-group per pattern.
class OpenClCopyDeviceTest extends DeviceContract {
    @BeforeAll
    static void needsOpenCl() {
        Card.needed();
    }

    @Override
    Device device() {
        return Card.like(" as a card", false, 300_000);
    }
}
