package nbscope.compute.udf;

import java.io.Serializable;

/// Adds what a frame says to numbers that are kept over frames. Called from several threads at once, each
/// with numbers of its own.
@FunctionalInterface
public interface FrameReduction extends Serializable {
    void add(double[] kept, Frame frame);
}
