package nbscope.io.dataset;

import java.io.Serializable;
import java.util.Arrays;

/// Which bytes of which files make up each tile: LiberTEM's three arrays, in its layout.
///
/// @param axes        1 + number of signal axes
/// @param slices      `[tiles, 2, axes]`: origin and shape of each tile; the first axis is the flat
///                    navigation axis, counted among the frames of a ROI where there is one
/// @param perTile     most ranges of any tile; tiles with fewer have rows of zeros at the end
/// @param entries     numbers per range, at least 3
/// @param ranges      `[tiles, perTile, entries]`: file, first byte, one past the last byte, then what
///                    the decoder needs
/// @param schemeIndex part of the frame that each tile covers
public record ReadRanges(int axes, long[] slices, int perTile, int entries, long[] ranges, int[] schemeIndex)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /// How pixels become bytes: the small override point. Called for each frame of each tile.
    @FunctionalInterface
    public interface PxToBytes extends Serializable {
        /// Adds the byte ranges of a run of pixels, usually one.
        void ranges(PixelRun run, RangeSink out);

        /// One range: header before each frame, footer after it, pixels of a whole or broken number of
        /// bytes.
        static PxToBytes plain() {
            return (run, out) -> {
                long start = run.frameStart() + run.firstPixel() * run.bitsPerPixel() / 8;
                out.add(run.file(), start, start + (long) run.pixels() * run.bitsPerPixel() / 8);
            };
        }
    }

    /// How a whole block of frames becomes ranges: the large override point. Called once per block of
    /// `depth` frames.
    @FunctionalInterface
    public interface TileBlock extends Serializable {
        /// For each part of the frame, in the scheme's order: one [RangeSink#tile], then the ranges of
        /// that tile.
        void ranges(Block block, RangeSink out);

        /// A tile per part of the frame, in it the ranges of each frame.
        static TileBlock of(PxToBytes pixels) {
            return (block, out) -> {
                for (int part = 0; part < block.scheme().size(); part++) {
                    Slice slice = block.scheme().slice(part);
                    out.tile(block.firstIndex(), block.frames().length, slice, part);
                    int first = block.scheme().firstPixel(slice);
                    int count = Math.toIntExact(slice.elements());
                    for (long frame : block.frames()) {
                        pixels.ranges(block.files().run(frame, first, count), out);
                    }
                }
            };
        }
    }

    /// A run of pixels of one frame.
    ///
    /// @param file         number of the file in its set
    /// @param frameStart   byte of the file at which the frame's pixels begin, after its header
    /// @param frameInFile  number of the frame in its file
    /// @param firstPixel   first pixel, counted in the flat frame
    /// @param pixels       number of pixels
    /// @param framePixels  pixels of a frame
    /// @param bitsPerPixel bits of a pixel in the file
    public record PixelRun(
            int file,
            long frameStart,
            long frameInFile,
            long firstPixel,
            int pixels,
            int framePixels,
            int bitsPerPixel) {}

    /// Some frames that become one tile per part of the frame.
    ///
    /// @param files      where the frames lie
    /// @param scheme     how frames are cut
    /// @param frames     numbers of the frames in the file set, ascending
    /// @param firstIndex number of the first of them along the (ROI's) navigation axis
    public record Block(FileSet files, TilingScheme scheme, long[] frames, long firstIndex) {}

    /// Makes the arrays of one call from its blocks. What a file set returns from
    /// [FileSet#readRanges] is made by one of the two `make`.
    @FunctionalInterface
    public interface Maker extends Serializable {
        ReadRanges make(
                FileSet files,
                TilingScheme scheme,
                long start,
                long stop,
                long syncOffset,
                @org.jspecify.annotations.Nullable Roi roi);
    }

    /// From the way pixels become bytes.
    @SuppressWarnings("overloads")
    public static Maker make(PxToBytes pxToBytes) {
        return make(TileBlock.of(pxToBytes));
    }

    /// From the way a block of frames becomes ranges.
    // The two kinds of function differ in their first argument, which a lambda's types or the name of a
    // class tell.
    @SuppressWarnings("overloads")
    public static Maker make(TileBlock readRangesTileBlock) {
        return (files, scheme, start, stop, syncOffset, roi) ->
                ReadPlan.of(files, scheme, start, stop, syncOffset, roi).ranges(readRangesTileBlock);
    }

    /// Tiles in all.
    public int tiles() {
        return schemeIndex.length;
    }

    /// Which frames and pixels a tile covers.
    public Slice slice(int tile) {
        int at = tile * 2 * axes;
        return new Slice(
                Arrays.copyOfRange(slices, at, at + axes), Arrays.copyOfRange(slices, at + axes, at + 2 * axes));
    }

    /// Ranges of a tile, without the rows of zeros.
    public int count(int tile) {
        for (int r = 0; r < perTile; r++) {
            if (start(tile, r) == 0 && stop(tile, r) == 0) {
                return r;
            }
        }
        return perTile;
    }

    public int file(int tile, int range) {
        return (int) entry(tile, range, 0);
    }

    public long start(int tile, int range) {
        return entry(tile, range, 1);
    }

    /// One past the last byte.
    public long stop(int tile, int range) {
        return entry(tile, range, 2);
    }

    /// A number of a range; from 3 on what the decoder asked for.
    public long entry(int tile, int range, int entry) {
        return ranges[(tile * perTile + range) * entries + entry];
    }
}
