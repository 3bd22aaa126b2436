package nbscope.compute.internal.udf;

/// A frame's worth of floats and doubles, made when first needed; for one thread.
final class Line {
    private final int pixels;
    private float[] floats = {};
    private double[] doubles = {};

    Line(int pixels) {
        this.pixels = pixels;
    }

    float[] floats() {
        if (floats.length == 0) {
            floats = new float[pixels];
        }
        return floats;
    }

    double[] doubles() {
        if (doubles.length == 0) {
            doubles = new double[pixels];
        }
        return doubles;
    }
}
