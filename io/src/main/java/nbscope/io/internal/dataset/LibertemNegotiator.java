package nbscope.io.internal.dataset;

import java.util.Arrays;
import nbscope.io.TilingPreferences;
import nbscope.io.TilingPreferences.Method;
import nbscope.io.dataset.Negotiator;
import nbscope.io.dataset.TilingScheme;

/// LiberTEM's negotiation: a base shape is scaled up to a size in bytes, first in depth, then along the
/// signal axes from left to right (`Negotiator.get_scheme` of LiberTEM 0.16).
public enum LibertemNegotiator implements Negotiator {
    INSTANCE;

    private static final long DEFAULT_BYTES = 1 << 20;

    @Override
    public TilingScheme scheme(Request request) {
        int[] sig = request.sig();
        long ioMax = request.needCopy() ? request.maxIoBytes() : request.itemBytes() * request.frames() * product(sig);
        Method intent = intent(request);
        int[] base = intent == Method.TILE && !request.wholeFrames() ? request.baseShape() : sig;
        long pixels = bytes(request, intent, base, ioMax) / request.itemBytes();
        int[] minFactors = scale(base, longs(sig), request.minSigPixels(), ones(base.length));
        long depth = Math.min(depth(request), Math.max(1, pixels / product(times(base, minFactors))));

        int[] shape = new int[base.length + 1];
        shape[0] = 1;
        System.arraycopy(base, 0, shape, 1, base.length);
        int[] factors = new int[shape.length];
        factors[0] = (int) depth;
        System.arraycopy(minFactors, 0, factors, 1, minFactors.length);
        long[] containing = new long[shape.length];
        containing[0] = request.frames();
        System.arraycopy(longs(sig), 0, containing, 1, sig.length);
        int[] tile = request.veto().adjust(times(shape, scale(shape, containing, pixels, factors)));
        validate(request, tile, Math.max(pixels, ioMax / request.itemBytes()));
        return new TilingScheme(tile[0], Arrays.copyOfRange(tile, 1, tile.length), sig, intent);
    }

    private static Method intent(Request request) {
        return request.wishes().stream()
                .map(TilingPreferences::method)
                .max(Method::compareTo)
                .orElseThrow();
    }

    /// The largest of the least depths.
    private static long depth(Request request) {
        return request.wishes().stream()
                .mapToLong(wish -> switch (wish.method()) {
                    case PARTITION -> request.frames();
                    case TILE -> Math.min(wish.depth(), request.frames());
                    case FRAME -> 1;
                })
                .max()
                .orElseThrow();
    }

    /// Bytes of a tile: of a partition the largest wish, else the smallest.
    private static long bytes(Request request, Method intent, int[] base, long ioMax) {
        var each = request.wishes().stream().mapToLong(wish -> switch (wish.method()) {
            case FRAME -> Math.max(DEFAULT_BYTES, request.itemBytes() * product(request.sig()));
            case PARTITION -> request.itemBytes() * request.frames() * product(request.sig());
            case TILE -> Math.max(request.itemBytes() * product(base), Math.min(wish.bytes(), ioMax));
        });
        return intent == Method.PARTITION
                ? each.max().orElseThrow()
                : each.min().orElseThrow();
    }

    /// Factors by which a shape may grow up to a number of pixels, inside another shape.
    private static int[] scale(int[] shape, long[] containing, long pixels, int[] least) {
        int[] factors = least.clone();
        double rest = Math.max(1, (double) pixels / product(times(shape, factors)));
        for (int i = 0; i < shape.length; i++) {
            long most = containing[i] / shape[i];
            long wanted = Math.max((long) Math.floor(rest * factors[i]), factors[i]);
            factors[i] = (int) Math.min(wanted, most);
            rest = Math.max(1, Math.floor((double) pixels / product(times(shape, factors))));
        }
        return factors;
    }

    private static void validate(Request request, int[] tile, long most) {
        int[] sig = request.sig();
        boolean fits = product(tile) <= most || (tile[0] == 1 && request.wholeFrames());
        for (int i = 0; i < sig.length; i++) {
            fits &= tile[i + 1] <= sig[i];
        }
        if (!fits) {
            throw new IllegalStateException("tiles of " + Arrays.toString(tile) + " do not fit into " + most
                    + " pixels and frames of " + Arrays.toString(sig) + "; the format's own tile shape is too large");
        }
    }

    private static int[] times(int[] shape, int[] factors) {
        int[] out = new int[shape.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = shape[i] * factors[i];
        }
        return out;
    }

    private static long product(int[] lengths) {
        long n = 1;
        for (int length : lengths) {
            n *= length;
        }
        return n;
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
