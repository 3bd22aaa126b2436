package nbscope.compute.benchmark;

import java.nio.file.Path;
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
        return device instanceof OpenClDevice cl && cl.isGpu() ? new DeviceLimit(cl, bytes) : ReadLimit.of(bytes);
    }

    /// How fast a file of the page cache can be read.
    static Limit of(Path file) {
        return ReadLimit.of(file);
    }
}
