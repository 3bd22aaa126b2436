package nbscope.compute.internal.opencl;

import java.util.List;
import nbscope.compute.OpenClDevice;

/// The little of OpenCL that the library needs, so that another binding (or a test's fake) can take its place.
public interface ClApi {
    /// The devices of all drivers; empty when none is installed.
    ///
    /// @throws ClException when a driver fails
    List<OpenClDevice> devices();

    /// Free memory of a device, -1 where its driver does not tell: only AMD's do, OpenCL has no query for it.
    default long freeBytes(OpenClDevice device) {
        return -1;
    }

    /// Opens a device: context, queue, no kernels yet. The caller owns the result.
    ClQueue open(OpenClDevice device);
}
