package nbscope.compute.benchmark;

import nbscope.compute.Device;
import nbscope.compute.OpenClDevice;

/// How fast memory can be read where a stack lies.
interface Limit extends AutoCloseable {
    /// Seconds to read so many bytes once.
    double seconds(long bytes);

    @Override
    void close();

    /// @param bytes of the stack
    static Limit of(Device device, long bytes) {
        return device instanceof OpenClDevice cl && cl.isGpu() ? new DeviceLimit(cl, bytes) : new ReadLimit(bytes);
    }
}
