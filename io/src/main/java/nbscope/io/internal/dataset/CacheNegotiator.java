package nbscope.io.internal.dataset;

import java.util.Arrays;
import nbscope.io.CacheSizes;
import nbscope.io.TilingPreferences;
import nbscope.io.TilingPreferences.Method;
import nbscope.io.dataset.Negotiator;
import nbscope.io.dataset.TilingScheme;

/// See [Negotiator#forCaches].
///
/// @param caches  of a core
/// @param workers tasks that run at once; they share the third cache
public record CacheNegotiator(CacheSizes caches, int workers) implements Negotiator {
    /// Sums over frames take four at a time.
    private static final int FOUR = 4;

    /// Frames that nobody needs more of in a tile.
    private static final int DEEPEST = 1 << 20;

    @Override
    public TilingScheme scheme(Request request) {
        TilingPreferences all =
                request.wishes().stream().reduce(TilingPreferences::with).orElseThrow();
        int[] sig = request.sig();
        if (all.method() == Method.PARTITION) {
            return vetoed(request, Math.clamp(request.frames(), 1, Integer.MAX_VALUE), sig, Method.PARTITION);
        }
        long target = Math.min(Math.min(caches.l2() / 2, caches.l3() / (2L * workers)), all.bytes());
        long frame = bytes(sig, request.itemBytes());
        if (frame <= target / FOUR || all.method() == Method.FRAME || request.wholeFrames()) {
            return vetoed(request, depth(target / frame), sig, all.method());
        }
        int[] part = rows(request, target / FOUR);
        return vetoed(request, depth(target / bytes(part, request.itemBytes())), part, Method.TILE);
    }

    private static int depth(long frames) {
        return Math.clamp(frames / FOUR * FOUR, FOUR, DEEPEST);
    }

    /// As many whole rows of the frame as fit, in steps of the base shape.
    private static int[] rows(Request request, long target) {
        int[] sig = request.sig();
        int[] base = request.baseShape();
        if (sig.length < 2 || !Arrays.equals(sig, 1, sig.length, base, 1, base.length)) {
            return sig;
        }
        int[] part = sig.clone();
        part[0] = base[0];
        long step = bytes(part, request.itemBytes());
        long worth = Math.max(target, request.minSigPixels() * request.itemBytes());
        long steps = Math.max(1, worth / step);
        part[0] = (int) Math.min(sig[0], steps * base[0]);
        return part;
    }

    private static TilingScheme vetoed(Request request, int depth, int[] part, Method method) {
        int[] asked = new int[part.length + 1];
        asked[0] = depth;
        System.arraycopy(part, 0, asked, 1, part.length);
        int[] shape = request.veto().adjust(asked.clone());
        int[] sig = Arrays.copyOfRange(shape, 1, shape.length);
        if ((method != Method.TILE || request.wholeFrames()) && !Arrays.equals(sig, request.sig())) {
            throw new IllegalStateException("the format made tiles of " + Arrays.toString(shape) + " out of "
                    + Arrays.toString(asked) + ", but this run needs whole frames of "
                    + Arrays.toString(request.sig()));
        }
        return new TilingScheme(Math.max(1, shape[0]), sig, request.sig(), method);
    }

    private static long bytes(int[] part, int itemBytes) {
        long n = itemBytes;
        for (int length : part) {
            n *= length;
        }
        return n;
    }
}
