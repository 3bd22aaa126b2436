package nbscope.compute.udf;

import java.io.Serializable;

/// A number from a frame. Called from several threads at once.
@FunctionalInterface
public interface FrameFunction extends Serializable {
    double apply(Frame frame);
}
