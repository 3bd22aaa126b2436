package nbscope.io.internal.mib;

import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.RangeSink;
import nbscope.io.dataset.ReadRanges.Block;
import nbscope.io.dataset.ReadRanges.PixelRun;
import nbscope.io.dataset.Slice;

/// Where raw pixels lie that are not simply one after another. Both add to each range the place of
/// its first pixel in the tile.
final class MibRanges {
    /// Chips in a row of the file.
    private static final int QUADRANTS = 4;

    private MibRanges() {}

    /// 24 bits: a range of the image with the most significant bits, one of the other.
    static void twice(PixelRun run, RangeSink out) {
        long bytes = 2L * run.pixels();
        long start = run.frameStart() + 2 * run.firstPixel();
        out.add(run.file(), start, start + bytes);
        long second = start + 2L * run.framePixels();
        out.add(run.file(), second, second + bytes);
    }

    /// Four chips, 1 and 2 above 3 and 4: a row of the file is `4 | 3 | 2 | 1`, each half as wide
    /// as the image. The lower two are upside down and mirrored. Two ranges per row of the image,
    /// each with whether it is mirrored, and the tile's pixel at which it begins.
    static void quad(Block block, RangeSink out) {
        FileSet files = block.files();
        int[] sig = block.scheme().sig();
        long half = (long) sig[1] / 2 * files.bitsPerPixel() / 8;
        for (int part = 0; part < block.scheme().size(); part++) {
            Slice slice = block.scheme().slice(part);
            if (slice.shape()[1] != sig[1]) {
                throw new IllegalArgumentException("raw Merlin frames are cut into whole rows, found tiles of "
                        + slice.shape()[1] + " of " + sig[1] + " columns");
            }
            out.tile(block.firstIndex(), block.frames().length, slice, part);
            long from = slice.origin()[0];
            long to = from + slice.shape()[0];
            long pixel = 0;
            for (long frame : block.frames()) {
                int number = files.fileOf(frame);
                DataFile file = files.files().get(number);
                long start = files.frameStart(file, frame);
                for (long y = from; y < to; y++) {
                    boolean lower = y >= sig[0] / 2;
                    long row = start + (lower ? sig[0] - 1 - y : y) * QUADRANTS * half;
                    long left = row + (lower ? 1 : 3) * half;
                    long right = left - half;
                    out.add(number, left, left + half, lower ? 1 : 0, pixel);
                    out.add(number, right, right + half, lower ? 1 : 0, pixel + sig[1] / 2);
                    pixel += sig[1];
                }
            }
        }
    }
}
