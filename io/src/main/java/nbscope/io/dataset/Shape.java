package nbscope.io.dataset;

import java.io.Serializable;
import java.util.Arrays;

/// The shape of detector data: navigation axes (frame, scan) first, then the signal axes (detector).
///
/// @param nav lengths of the navigation axes, at least one
/// @param sig lengths of the signal axes, at least one
public record Shape(long[] nav, int[] sig) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Shape {
        nav = nav.clone();
        sig = sig.clone();
        if (nav.length == 0 || sig.length == 0) {
            throw new IllegalArgumentException("detector data have at least one navigation and one signal axis, found "
                    + nav.length + " and " + sig.length);
        }
        if (Arrays.stream(nav).anyMatch(n -> n < 0) || Arrays.stream(sig).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("impossible lengths in " + text(nav, sig));
        }
        product(nav);
        if (product(Arrays.stream(sig).asLongStream().toArray()) > Integer.MAX_VALUE / 16) {
            throw new IllegalArgumentException("a frame of " + Arrays.toString(sig) + " pixels is too large");
        }
    }

    /// Frames: the length of the flat navigation axis.
    public long frames() {
        return product(nav);
    }

    /// Pixels of a frame.
    public int pixels() {
        int n = 1;
        for (int length : sig) {
            n *= length;
        }
        return n;
    }

    @Override
    public long[] nav() {
        return nav.clone();
    }

    @Override
    public int[] sig() {
        return sig.clone();
    }

    /// All lengths, navigation first.
    public long[] all() {
        long[] all = Arrays.copyOf(nav, nav.length + sig.length);
        for (int i = 0; i < sig.length; i++) {
            all[nav.length + i] = sig[i];
        }
        return all;
    }

    /// The lengths as of an array of 4 axes (scan_row, scan_col, det_row, det_col), or of 5 with frames
    /// first. Where there are fewer, there is one row; where there are more, the first ones are frames.
    public long[] asArray() {
        long[] detector = {pixels() / sig[sig.length - 1], sig[sig.length - 1]};
        long cols = nav[nav.length - 1];
        if (nav.length < 3) {
            return new long[] {nav.length < 2 ? 1 : nav[0], cols, detector[0], detector[1]};
        }
        long rows = nav[nav.length - 2];
        long frames = product(Arrays.copyOf(nav, nav.length - 2));
        return new long[] {frames, rows, cols, detector[0], detector[1]};
    }

    private static long product(long[] lengths) {
        long n = 1;
        for (long length : lengths) {
            n = Math.multiplyExact(n, length);
        }
        return n;
    }

    private static String text(long[] nav, int[] sig) {
        return "navigation " + Arrays.toString(nav) + ", signal " + Arrays.toString(sig);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(nav, s.nav) && Arrays.equals(sig, s.sig);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(nav) + Arrays.hashCode(sig);
    }

    @Override
    public String toString() {
        return text(nav, sig);
    }
}
