package nbscope.io.internal.meta;

import java.util.List;
import nbscope.io.Axis;
import nbscope.io.Calibration;

/// What a file says about its array: one axis per dimension, and the calibration.
public record Metadata(List<Axis> axes, Calibration calibration) {
    public Metadata {
        axes = List.copyOf(axes);
    }
}
