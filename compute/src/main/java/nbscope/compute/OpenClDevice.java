package nbscope.compute;

/// A device behind an OpenCL driver.
public record OpenClDevice(String name) implements Device {}
