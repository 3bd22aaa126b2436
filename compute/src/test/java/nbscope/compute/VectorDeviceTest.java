package nbscope.compute;

import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;

class VectorDeviceTest extends DeviceContract {
    private final Owner owner = Owner.vectorFromTheStart(1L << 30, OpenCl::probe);

    @Override
    Device device() {
        return new JavaDevice(true);
    }

    @Override
    Owner owner() {
        return owner;
    }
}
