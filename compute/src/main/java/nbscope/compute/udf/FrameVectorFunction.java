package nbscope.compute.udf;

import java.io.Serializable;

/// Some numbers from a frame. Called from several threads at once.
@FunctionalInterface
public interface FrameVectorFunction extends Serializable {
    double[] apply(Frame frame);
}
