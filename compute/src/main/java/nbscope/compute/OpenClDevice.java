package nbscope.compute;

/// A device behind an OpenCL driver.
///
/// @param name          for people
/// @param isGpu         true for a graphics card
/// @param unifiedMemory shares the host's memory, so that data is wrapped and not copied
/// @param doubles       can compute in float64, which sums of floating-point data need
/// @param globalBytes   memory of the device
/// @param maxAllocation largest single buffer
/// @param platform      index of the driver
/// @param index         index of the device within its driver
public record OpenClDevice(
        String name,
        boolean isGpu,
        boolean unifiedMemory,
        boolean doubles,
        long globalBytes,
        long maxAllocation,
        int platform,
        int index)
        implements Device {}
