package nbscope.compute.internal.index;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Plan;

/// The pixels of a detector from a centre outwards, excluded ones left out, and the checkpoints among them:
/// numbers of pixels up to which a [RadialCube] holds the sums. Pixels at one distance lie between the same
/// two checkpoints.
///
/// @param pixels      by their distance from the centre
/// @param r2          the squares of the distances, ascending
/// @param checkpoints ascending, the first 0, the last all of them
record RingOrder(int[] pixels, double[] r2, int[] checkpoints) {
    /// The way from two checkpoints to a ring.
    ///
    /// @param from  checkpoint at the inner radius
    /// @param to    checkpoint at the outer radius
    /// @param plus  pixels of the ring that do not lie between them, ascending
    /// @param minus pixels between them that are not of the ring, ascending
    record Steps(int from, int to, int[] plus, int[] minus) {}

    /// @param every pixels between two checkpoints, at least
    static RingOrder of(Geometry g, Plan.Ring ring, int every) {
        double[] square = new double[g.pixels()];
        for (int p = 0; p < square.length; p++) {
            int r = p / g.detCols();
            int c = p % g.detCols();
            double row = r - ring.row();
            double col = c - ring.col();
            // Term for term as the pixels of a ring are chosen, so that no pixel falls on the other side.
            square[p] = row * row + col * col;
        }
        int[] pixels = IntStream.range(0, g.pixels())
                .filter(p -> ring.excluded().length == 0 || !ring.excluded()[p])
                .boxed()
                .sorted(Comparator.comparingDouble(p -> square[p]))
                .mapToInt(p -> p)
                .toArray();
        double[] r2 = Arrays.stream(pixels).mapToDouble(p -> square[p]).toArray();
        int[] checkpoints = new int[pixels.length / every + 2];
        int n = 1;
        for (int i = 1; i <= pixels.length; i++) {
            boolean last = i == pixels.length;
            if (last || i - checkpoints[n - 1] >= every && r2[i] > r2[i - 1]) {
                checkpoints[n++] = i;
            }
        }
        return new RingOrder(pixels, r2, Arrays.copyOf(checkpoints, n));
    }

    /// Most checkpoints that there may be, without the one at 0.
    static int most(int pixels, int every) {
        return pixels / every + 1;
    }

    /// The number of the checkpoint interval of each pixel of a pattern; excluded pixels have one behind the
    /// last.
    int[] intervals(int patternPixels) {
        int[] intervals = new int[patternPixels];
        Arrays.fill(intervals, checkpoints.length - 1);
        for (int k = 0; k + 1 < checkpoints.length; k++) {
            for (int i = checkpoints[k]; i < checkpoints[k + 1]; i++) {
                intervals[pixels[i]] = k;
            }
        }
        return intervals;
    }

    /// The way to the pixels `inner <= r < outer`.
    ///
    /// @param inside only by checkpoints within the ring, nothing to be taken away
    Steps steps(double inner, double outer, boolean inside) {
        int low = firstFrom(inner * inner);
        int high = Math.max(low, firstFrom(outer * outer));
        int from = inside ? notBelow(low) : nearest(low);
        int to = inside ? notBelow(high + 1) - 1 : nearest(high);
        if (to <= from) {
            return new Steps(0, 0, range(low, high), new int[0]);
        }
        int a = checkpoints[from];
        int b = checkpoints[to];
        return new Steps(from, to, both(range(low, a), range(b, high)), both(range(a, low), range(high, b)));
    }

    private int firstFrom(double square) {
        int at = Arrays.binarySearch(r2, square);
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && r2[at - 1] == square) {
            at--;
        }
        return at;
    }

    /// The first checkpoint of at least `count` pixels; one behind the last when there is none.
    private int notBelow(int count) {
        int at = Arrays.binarySearch(checkpoints, count);
        return at < 0 ? -at - 1 : at;
    }

    private int nearest(int count) {
        int above = notBelow(count);
        return above > 0 && count - checkpoints[above - 1] < checkpoints[above] - count ? above - 1 : above;
    }

    private int[] range(int from, int to) {
        return from < to ? Arrays.copyOfRange(pixels, from, to) : new int[0];
    }

    private static int[] both(int[] a, int[] b) {
        int[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        return all;
    }
}
