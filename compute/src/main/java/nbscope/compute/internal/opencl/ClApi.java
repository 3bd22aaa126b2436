package nbscope.compute.internal.opencl;

import java.util.List;
import nbscope.compute.OpenClDevice;

/// The little of OpenCL that the library needs, so that another binding (or a test's fake) can take its place.
public interface ClApi {
    /// The devices of all drivers; empty when none is installed.
    ///
    /// @throws ClException when a driver fails
    List<OpenClDevice> devices();

    /// Opens a device: context, queue, no kernels yet. The caller owns the result.
    ClQueue open(OpenClDevice device);
}
