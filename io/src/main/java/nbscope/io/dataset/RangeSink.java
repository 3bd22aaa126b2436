package nbscope.io.dataset;

import java.util.Arrays;

/// Takes tiles and their ranges one after another, and makes the arrays of them.
public final class RangeSink {
    private final int axes;
    private long[] slices = new long[64];
    private int[] schemeIndex = new int[16];
    private int[] counts = new int[16];
    private long[] ranges = new long[256];
    private int tiles;
    private int rows;
    private int entries = 3;

    RangeSink(int axes) {
        this.axes = axes;
    }

    /// Begins a tile.
    ///
    /// @param firstIndex first frame, along the (ROI's) navigation axis
    /// @param frames     frames
    /// @param part       origin and shape along the signal axes
    /// @param number     number of the part in the scheme
    public void tile(long firstIndex, long frames, Slice part, int number) {
        if (tiles == counts.length) {
            counts = Arrays.copyOf(counts, 2 * tiles);
            schemeIndex = Arrays.copyOf(schemeIndex, 2 * tiles);
        }
        int at = tiles * 2 * axes;
        if (at + 2 * axes > slices.length) {
            slices = Arrays.copyOf(slices, 2 * slices.length + 2 * axes);
        }
        slices[at] = firstIndex;
        slices[at + axes] = frames;
        System.arraycopy(part.origin(), 0, slices, at + 1, axes - 1);
        System.arraycopy(part.shape(), 0, slices, at + axes + 1, axes - 1);
        counts[tiles] = 0;
        schemeIndex[tiles++] = number;
    }

    /// Adds a range to the tile that was begun last.
    ///
    /// @param extra what the decoder needs; as many for each range
    public void add(int file, long start, long stop, long... extra) {
        if (tiles == 0) {
            throw new IllegalStateException("a range belongs to a tile; call tile(...) first");
        }
        if (rows > 0 && entries != 3 + extra.length) {
            throw new IllegalArgumentException(
                    "ranges have one number of entries, found " + (3 + extra.length) + " after " + entries);
        }
        entries = 3 + extra.length;
        int at = rows * entries;
        if (at + entries > ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length + entries);
        }
        ranges[at] = file;
        ranges[at + 1] = start;
        ranges[at + 2] = stop;
        System.arraycopy(extra, 0, ranges, at + 3, extra.length);
        rows++;
        counts[tiles - 1]++;
    }

    ReadRanges finish() {
        int most = 0;
        for (int i = 0; i < tiles; i++) {
            most = Math.max(most, counts[i]);
        }
        long[] all = new long[Math.multiplyExact(Math.multiplyExact(tiles, most), entries)];
        int from = 0;
        for (int i = 0; i < tiles; i++) {
            System.arraycopy(ranges, from * entries, all, i * most * entries, counts[i] * entries);
            from += counts[i];
        }
        return new ReadRanges(
                axes, Arrays.copyOf(slices, tiles * 2 * axes), most, entries, all, Arrays.copyOf(schemeIndex, tiles));
    }
}
