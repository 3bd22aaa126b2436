package nbscope.io.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.TilingPreferences.Method;

/// How a run cuts its data: frames per tile, and the parts of a frame that a tile covers. Tiles at a
/// border may be smaller, in frames and in pixels.
///
/// @param depth    frames per tile
/// @param tileSig  pixels per tile along each signal axis
/// @param sig      the frame's lengths
/// @param intent   what one tile covers
public record TilingScheme(int depth, int[] tileSig, int[] sig, Method intent) implements Serializable {
    private static final long serialVersionUID = 1L;

    public TilingScheme {
        tileSig = tileSig.clone();
        sig = sig.clone();
        if (depth < 1 || tileSig.length != sig.length) {
            throw new IllegalArgumentException("no tiles of " + depth + " frames and " + Arrays.toString(tileSig)
                    + " pixels can be cut from frames of " + Arrays.toString(sig));
        }
        for (int i = 0; i < sig.length; i++) {
            if (tileSig[i] < 1 || tileSig[i] > sig[i]) {
                throw new IllegalArgumentException("tiles of " + Arrays.toString(tileSig)
                        + " pixels do not fit frames of " + Arrays.toString(sig));
            }
        }
    }

    /// Tiles of whole frames.
    public static TilingScheme frames(int depth, int[] sig) {
        return new TilingScheme(depth, sig, sig, Method.FRAME);
    }

    /// Whether each tile holds whole frames.
    public boolean wholeFrames() {
        return Arrays.equals(tileSig, sig);
    }

    /// Parts that a frame is cut into.
    public int size() {
        int n = 1;
        for (int i = 0; i < sig.length; i++) {
            n = Math.multiplyExact(n, (sig[i] + tileSig[i] - 1) / tileSig[i]);
        }
        return n;
    }

    /// The parts of a frame, in C order; origin and shape of the signal axes only.
    public List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            slices.add(slice(i));
        }
        return slices;
    }

    /// The part of this number.
    public Slice slice(int index) {
        long[] origin = new long[sig.length];
        long[] shape = new long[sig.length];
        int rest = index;
        for (int i = sig.length - 1; i >= 0; i--) {
            int parts = (sig[i] + tileSig[i] - 1) / tileSig[i];
            origin[i] = (long) (rest % parts) * tileSig[i];
            shape[i] = Math.min(tileSig[i], sig[i] - origin[i]);
            rest /= parts;
        }
        return new Slice(origin, shape);
    }

    /// The same with another depth, where one tile is to cover a whole partition.
    public TilingScheme forPartition(long frames) {
        return intent == Method.PARTITION && frames != depth && frames > 0
                ? new TilingScheme(Math.toIntExact(frames), tileSig, sig, intent)
                : this;
    }

    /// Flat number of the first pixel of each part.
    public int[] firstPixels() {
        int[] first = new int[size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = firstPixel(slice(i));
        }
        return first;
    }

    /// Flat number of the first pixel of a part.
    int firstPixel(Slice part) {
        int first = 0;
        for (int i = 0; i < sig.length; i++) {
            first = first * sig[i] + (int) part.origin()[i];
        }
        return first;
    }

    /// Whether each part is one run of pixels: only the first axis longer than 1 is cut.
    public boolean isContiguous() {
        boolean seen = false;
        for (int i = 0; i < sig.length; i++) {
            if (seen && tileSig[i] != sig[i]) {
                return false;
            }
            seen |= tileSig[i] > 1;
        }
        return true;
    }

    @Override
    public int[] tileSig() {
        return tileSig.clone();
    }

    @Override
    public int[] sig() {
        return sig.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TilingScheme t
                && depth == t.depth
                && intent == t.intent
                && Arrays.equals(tileSig, t.tileSig)
                && Arrays.equals(sig, t.sig);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tileSig) + 31 * (Arrays.hashCode(sig) + 31 * depth);
    }

    @Override
    public String toString() {
        return "tiles of " + depth + " x " + Arrays.toString(tileSig) + " of " + Arrays.toString(sig) + " by " + intent;
    }
}
