package nbscope.compute.internal.field;

/// The discrete Fourier transform of one length, in place, without scaling: `X[k] = Σ x[n] exp(-2πi kn /
/// N)`.
///
/// Powers of two by Cooley and Tukey's radix-2 scheme (Math. Comp. 19 (1965) 297), other lengths as a
/// convolution of such a length (Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451). Errors stay
/// near 1e-16 log N of the largest value. One thread at a time.
public final class Fourier {
    private final int n;
    private final double[] cos;
    private final double[] sin;

    /// For lengths that are no power of two: the chirp, its transform, and a transform of the length that
    /// holds both.
    private final double[] chirpRe;
    private final double[] chirpIm;
    private final double[] filterRe;
    private final double[] filterIm;
    private final Fourier[] longer;

    public Fourier(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a Fourier transform needs a length of 1 or more; found " + n);
        }
        this.n = n;
        boolean power = Integer.bitCount(n) == 1;
        cos = new double[power ? n / 2 : 0];
        sin = new double[power ? n / 2 : 0];
        for (int i = 0; i < cos.length; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = -Math.sin(2 * Math.PI * i / n);
        }
        int m = power ? 0 : Integer.highestOneBit(2 * n) * 2;
        longer = power ? new Fourier[0] : new Fourier[] {new Fourier(m)};
        chirpRe = new double[power ? 0 : n];
        chirpIm = new double[power ? 0 : n];
        filterRe = new double[m];
        filterIm = new double[m];
        for (int i = 0; i < chirpRe.length; i++) {
            // i² modulo 2n, so that the angle stays small and exact.
            double angle = Math.PI * ((long) i * i % (2L * n)) / n;
            chirpRe[i] = Math.cos(angle);
            chirpIm[i] = -Math.sin(angle);
            filterRe[i] = chirpRe[i];
            filterIm[i] = -chirpIm[i];
            filterRe[(m - i) % m] = filterRe[i];
            filterIm[(m - i) % m] = filterIm[i];
        }
        if (!power) {
            longer[0].transform(filterRe, filterIm);
        }
    }

    /// Transforms `re + i im`, both of this length.
    public void transform(double[] re, double[] im) {
        if (longer.length == 0) {
            radix2(re, im);
        } else {
            bluestein(re, im);
        }
    }

    /// The inverse, scaled by 1 / N.
    public void inverse(double[] re, double[] im) {
        transform(im, re);
        for (int i = 0; i < n; i++) {
            re[i] /= n;
            im[i] /= n;
        }
    }

    private void radix2(double[] re, double[] im) {
        for (int i = 0, j = 0; i < n; i++) {
            if (i < j) {
                swap(re, i, j);
                swap(im, i, j);
            }
            int bit = n >> 1;
            while (bit > 0 && (j & bit) != 0) {
                j ^= bit;
                bit >>= 1;
            }
            j |= bit;
        }
        for (int half = 1; half < n; half *= 2) {
            int step = n / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int a = start + k;
                    int b = a + half;
                    double xr = re[b] * cos[k * step] - im[b] * sin[k * step];
                    double xi = re[b] * sin[k * step] + im[b] * cos[k * step];
                    re[b] = re[a] - xr;
                    im[b] = im[a] - xi;
                    re[a] += xr;
                    im[a] += xi;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    private void bluestein(double[] re, double[] im) {
        double[] a = new double[filterRe.length];
        double[] b = new double[filterRe.length];
        for (int i = 0; i < n; i++) {
            a[i] = re[i] * chirpRe[i] - im[i] * chirpIm[i];
            b[i] = re[i] * chirpIm[i] + im[i] * chirpRe[i];
        }
        longer[0].transform(a, b);
        for (int i = 0; i < a.length; i++) {
            double x = a[i] * filterRe[i] - b[i] * filterIm[i];
            b[i] = a[i] * filterIm[i] + b[i] * filterRe[i];
            a[i] = x;
        }
        longer[0].inverse(a, b);
        for (int i = 0; i < n; i++) {
            re[i] = a[i] * chirpRe[i] - b[i] * chirpIm[i];
            im[i] = a[i] * chirpIm[i] + b[i] * chirpRe[i];
        }
    }
}
