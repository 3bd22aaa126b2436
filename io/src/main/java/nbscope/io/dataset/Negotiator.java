package nbscope.io.dataset;

import java.util.List;
import nbscope.io.CacheSizes;
import nbscope.io.TilingPreferences;
import nbscope.io.internal.dataset.CacheNegotiator;
import nbscope.io.internal.dataset.LibertemNegotiator;

/// Finds the tiling scheme that suits calculations and data: both have wishes, neither gets all. A pure
/// function; any thread.
public interface Negotiator {
    /// Agrees on a scheme for a run.
    TilingScheme scheme(Request request);

    /// Tiles that fit the caches of a core: half its second, and no more than its share of the third;
    /// whole frames as long as one fits, else whole rows of a frame, so that reads stay long.
    ///
    /// @param workers tasks that run at once
    static Negotiator forCaches(CacheSizes caches, int workers) {
        return new CacheNegotiator(caches, workers);
    }

    /// Exactly LiberTEM's numbers (0.16, `libertem/io/dataset/base/tiling_scheme.py`), for those who
    /// compare.
    static Negotiator libertem() {
        return LibertemNegotiator.INSTANCE;
    }

    /// The veto of a format, see [Partition#adjustTileShape].
    @FunctionalInterface
    interface Veto {
        /// @param tileShape frames, then pixels along each signal axis
        int[] adjust(int[] tileShape);
    }

    /// What is known before a run.
    ///
    /// @param wishes        of each calculation; at least one
    /// @param sig           the frame's lengths
    /// @param frames        of the first partition
    /// @param baseShape     smallest part of a frame that the format allows tiles of
    /// @param itemBytes     bytes of a pixel in tiles
    /// @param needCopy      whether tiles are copied: decoder, conversion, ROI, corrections,
    ///     buffered backend
    /// @param maxIoBytes    largest read of a copying backend
    /// @param minSigPixels  pixels of a frame that are worth a read
    /// @param wholeFrames   whether the run needs whole frames, for corrections
    /// @param veto          of the format
    record Request(
            List<TilingPreferences> wishes,
            int[] sig,
            long frames,
            int[] baseShape,
            int itemBytes,
            boolean needCopy,
            long maxIoBytes,
            long minSigPixels,
            boolean wholeFrames,
            Veto veto) {
        /// Bytes that a copying backend reads at once, where the format says nothing.
        public static final long USUAL_IO_BYTES = 1 << 20;

        /// Bytes of a frame that are worth a read, where the format says nothing: four pages.
        public static final long USUAL_SIG_BYTES = 4 * 4096;

        public Request {
            wishes = List.copyOf(wishes);
            if (wishes.isEmpty()) {
                throw new IllegalArgumentException("no calculation was given, so nothing is known about tiles");
            }
        }
    }
}
