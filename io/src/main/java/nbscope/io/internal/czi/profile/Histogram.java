package nbscope.io.internal.czi.profile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.czi.CziPixelType;

/// Counts of grey levels and Otsu's threshold (IEEE Trans. SMC 9, 1979): the one that parts them into two classes
/// whose means differ most, weighted by their sizes. A level belongs to the upper class when it is above it.
final class Histogram {
    private final long[] counts = new long[1 << 16];
    private long total;

    /// The first sample of each pixel.
    void add(MemorySegment pixels, CziPixelType type) {
        int step = type.bytes();
        boolean wide = type.dtype() == DType.U16;
        for (long at = 0; at < pixels.byteSize(); at += step) {
            int value = wide
                    ? Short.toUnsignedInt(pixels.get(ValueLayout.JAVA_SHORT_UNALIGNED, at))
                    : Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at));
            counts[value]++;
        }
        total += pixels.byteSize() / step;
    }

    /// NaN where there are no grey levels.
    double threshold() {
        if (total == 0) {
            return Double.NaN;
        }
        double sum = 0;
        for (int v = 0; v < counts.length; v++) {
            sum += (double) v * counts[v];
        }
        double below = 0;
        long size = 0;
        double best = -1;
        int threshold = 0;
        for (int v = 0; v < counts.length; v++) {
            size += counts[v];
            below += (double) v * counts[v];
            if (size == 0 || size == total) {
                continue;
            }
            double gap = below / size - (sum - below) / (total - size);
            double between = gap * gap * ((double) size / total) * ((double) (total - size) / total);
            if (between > best) {
                best = between;
                threshold = v;
            }
        }
        return threshold;
    }

    /// Share of the pixels above the threshold.
    double above() {
        double threshold = threshold();
        if (Double.isNaN(threshold)) {
            return Double.NaN;
        }
        long above = 0;
        for (int v = (int) threshold + 1; v < counts.length; v++) {
            above += counts[v];
        }
        return (double) above / total;
    }
}
