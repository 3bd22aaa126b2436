package nbscope.compute;

/// The smallest and the largest value of a stack, over all frames, positions and pixels, as they are stored
/// on the device; NaN is skipped. Both are NaN where there is no other value.
public record MinMax(double min, double max) {}
