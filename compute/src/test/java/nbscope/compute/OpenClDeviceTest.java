package nbscope.compute;

import org.junit.jupiter.api.BeforeAll;

/// The first OpenCL device as it is: on a CPU driver, data wrapped in place and one work item per pattern.
class OpenClDeviceTest extends DeviceContract {
    @BeforeAll
    static void needsOpenCl() {
        Card.needed();
    }

    @Override
    Device device() {
        return Device.openCl();
    }
}
