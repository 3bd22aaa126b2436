package nbscope.compute;

class VectorDeviceTest extends DeviceContract {
    @Override
    Device device() {
        return new JavaDevice(true);
    }
}
