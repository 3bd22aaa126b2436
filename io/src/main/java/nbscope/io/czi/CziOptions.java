package nbscope.io.czi;

/// How a file is opened.
///
/// @param access             to its bytes
/// @param threads            that put a mosaic together, the caller among them
/// @param nativeLibraries    whether libzstd and others may decode where they are found
/// @param resolutionProtocol whether payloads of another size than the tile are padded with zeros or
/// cut, as ZEISS demands; else they are errors, as far as their codec tells the size beforehand (raw
/// and zstd)
/// @param applyMasks         whether mosaics leave out the pixels that a tile's mask marks as not
/// measured
public record CziOptions(
        CziAccess access, int threads, boolean nativeLibraries, boolean resolutionProtocol, boolean applyMasks) {
    private static final int MOST_THREADS = 256;

    public CziOptions {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("found " + threads + " threads, expected 1 to " + MOST_THREADS);
        }
    }

    /// As many threads as processors, everything else as most files want it.
    public static CziOptions defaults() {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new CziOptions(CziAccess.AUTOMATIC, threads, true, true, false);
    }

    public CziOptions access(CziAccess value) {
        return new CziOptions(value, threads, nativeLibraries, resolutionProtocol, applyMasks);
    }

    public CziOptions threads(int value) {
        return new CziOptions(access, value, nativeLibraries, resolutionProtocol, applyMasks);
    }

    public CziOptions nativeLibraries(boolean value) {
        return new CziOptions(access, threads, value, resolutionProtocol, applyMasks);
    }

    public CziOptions resolutionProtocol(boolean value) {
        return new CziOptions(access, threads, nativeLibraries, value, applyMasks);
    }

    public CziOptions applyMasks(boolean value) {
        return new CziOptions(access, threads, nativeLibraries, resolutionProtocol, value);
    }
}
