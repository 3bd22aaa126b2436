package nbscope.io.dataset;

import java.io.Serializable;
import java.util.Arrays;

/// The scan positions that a run looks at, ascending, counted along the flat navigation axis.
public final class Roi implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] positions;

    private Roi(int[] positions) {
        this.positions = positions;
    }

    /// Those that are true.
    public static Roi of(boolean[] mask) {
        int n = 0;
        for (boolean m : mask) {
            n += m ? 1 : 0;
        }
        int[] positions = new int[n];
        int k = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                positions[k++] = p;
            }
        }
        return new Roi(positions);
    }

    /// These positions.
    ///
    /// @param ascending each larger than the one before
    public static Roi of(int... ascending) {
        int[] positions = ascending.clone();
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0 || (i > 0 && positions[i] <= positions[i - 1])) {
                throw new IllegalArgumentException(
                        "positions of a ROI ascend from 0 on, found " + positions[i] + " at place " + i);
            }
        }
        return new Roi(positions);
    }

    /// Positions in all.
    public int size() {
        return positions.length;
    }

    /// The flat scan position of the `index`-th.
    public int position(int index) {
        return positions[index];
    }

    /// Positions below this one.
    public int below(long position) {
        if (position > Integer.MAX_VALUE) {
            return positions.length;
        }
        int at = Arrays.binarySearch(positions, (int) Math.max(0, position));
        return at < 0 ? -at - 1 : at;
    }

    /// All positions; a copy.
    public int[] positions() {
        return positions.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Roi r && Arrays.equals(positions, r.positions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(positions);
    }
}
