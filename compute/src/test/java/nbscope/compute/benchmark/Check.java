package nbscope.compute.benchmark;

import nbscope.compute.Image;

/// Compares results, so that a wrong answer fails the benchmark.
final class Check {
    static final double FLOATS = 1e-5;

    private Check() {}

    /// @param tolerance as a part of the expected value; 0 for counts
    static void equal(String what, Image image, double[] expected, double tolerance) {
        equal(what, values(image), expected, tolerance);
    }

    static void equal(String what, double[] found, double[] expected, double tolerance) {
        if (found.length != expected.length) {
            throw new IllegalStateException(
                    what + ": found " + found.length + " values, the peer has " + expected.length);
        }
        for (int i = 0; i < found.length; i++) {
            // Written so that a NaN fails, unless both are.
            boolean near = Math.abs(found[i] - expected[i]) <= tolerance * Math.abs(expected[i]);
            if (!near && !(Double.isNaN(found[i]) && Double.isNaN(expected[i]))) {
                throw new IllegalStateException(
                        what + ": value " + i + " is " + found[i] + ", the peer has " + expected[i]);
            }
        }
    }

    static double[] values(Image image) {
        double[] values = new double[image.rows() * image.cols()];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.value(i / image.cols(), i % image.cols());
        }
        return values;
    }
}
