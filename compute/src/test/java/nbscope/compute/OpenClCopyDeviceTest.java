package nbscope.compute;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/// The same device treated as a graphics card: data copied to it in many small chunks, one work-group per pattern.
class OpenClCopyDeviceTest extends DeviceContract {
    @BeforeAll
    static void needsOpenCl() {
        Assumptions.assumeTrue(
                Device.list().stream().anyMatch(OpenClDevice.class::isInstance),
                () -> "skipped: " + Device.openClStatus());
    }

    @Override
    Device device() {
        var real = Device.openCl();
        return new OpenClDevice(
                real.name() + " as a card",
                true,
                false,
                real.doubles(),
                real.globalBytes(),
                300_000,
                real.platform(),
                real.index());
    }
}
