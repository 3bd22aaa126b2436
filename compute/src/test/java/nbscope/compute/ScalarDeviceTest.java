package nbscope.compute;

class ScalarDeviceTest extends DeviceContract {
    @Override
    Device device() {
        return Device.javaScalar();
    }
}
