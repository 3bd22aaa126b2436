package nbscope.compute;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/// The same device treated as a graphics card that shares the host's memory: data wrapped in several chunks, one
/// work-group per pattern.
class OpenClSharedCardTest extends OperationsContract {
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
                real.name() + " as a shared card",
                true,
                true,
                real.doubles(),
                real.globalBytes(),
                200_000,
                real.platform(),
                real.index());
    }
}
