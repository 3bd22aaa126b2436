package nbscope.io.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.dataset.ReadRanges.PixelRun;
import org.jspecify.annotations.Nullable;

/// Files whose frames follow one another, and how frames lie in them: a header before each frame, a
/// footer after it. A description without any open file; it may travel. Formats whose pixels lie
/// otherwise hand in another [ReadRanges.Maker], or override [#readRanges].
public class FileSet implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<DataFile> files;
    private final int framePixels;
    private final int bitsPerPixel;
    private final int frameHeaderBytes;
    private final int frameFooterBytes;
    private final ReadRanges.@Nullable Maker maker;

    /// @param files            in the order of their frames, without gaps
    /// @param framePixels      pixels of a frame
    /// @param bitsPerPixel     of a pixel in the file
    /// @param frameHeaderBytes before each frame
    /// @param frameFooterBytes after each frame
    public FileSet(
            List<DataFile> files, int framePixels, int bitsPerPixel, int frameHeaderBytes, int frameFooterBytes) {
        this(files, framePixels, bitsPerPixel, frameHeaderBytes, frameFooterBytes, null);
    }

    /// As above, with another way from pixels to bytes.
    public FileSet(
            List<DataFile> files,
            int framePixels,
            int bitsPerPixel,
            int frameHeaderBytes,
            int frameFooterBytes,
            ReadRanges.@Nullable Maker maker) {
        this.files = List.copyOf(files);
        this.framePixels = framePixels;
        this.bitsPerPixel = bitsPerPixel;
        this.frameHeaderBytes = frameHeaderBytes;
        this.frameFooterBytes = frameFooterBytes;
        this.maker = maker;
        for (int i = 1; i < this.files.size(); i++) {
            if (this.files.get(i).first() != this.files.get(i - 1).end()) {
                throw new IllegalArgumentException(
                        "the frames of " + this.files.get(i).location() + " begin at "
                                + this.files.get(i).first() + ", those of the file before end at "
                                + this.files.get(i - 1).end());
            }
        }
    }

    /// The files that hold these frames, under the same numbers: what travels with a partition. A subclass travels
    /// whole
    /// unless it overrides this.
    ///
    /// @param from first frame; may lie before the first or behind the last one where a sync offset leaves
    ///     positions without data
    /// @param to   one past the last
    public FileSet cut(long from, long to) {
        if (getClass() != FileSet.class || files.isEmpty()) {
            return this;
        }
        int first = fileOf(Math.clamp(from, 0, frames() - 1));
        int last = fileOf(Math.clamp(to - 1, 0, frames() - 1));
        return new FileSet(
                files.subList(first, last + 1), framePixels, bitsPerPixel, frameHeaderBytes, frameFooterBytes, maker);
    }

    /// Whether frames are runs of pixels with nothing but a header and a footer between them, so that
    /// they may be used where they lie. A subclass with read ranges of its own says no.
    public boolean isPlain() {
        return maker == null && getClass() == FileSet.class;
    }

    /// Which bytes make up the tiles of some frames.
    ///
    /// @param start      first frame of the set; negative where a sync offset leaves positions
    ///     without data
    /// @param stop       one past the last frame
    /// @param syncOffset frames by which the data are ahead of the scan
    /// @param roi        scan positions that count, null for all
    public ReadRanges readRanges(long start, long stop, TilingScheme scheme, long syncOffset, @Nullable Roi roi) {
        ReadRanges.Maker make = maker == null ? ReadRanges.make(ReadRanges.PxToBytes.plain()) : maker;
        return make.make(this, scheme, start, stop, syncOffset, roi);
    }

    public List<DataFile> files() {
        return files;
    }

    /// Frames in all files.
    public long frames() {
        return files.isEmpty() ? 0 : files.getLast().end();
    }

    public int framePixels() {
        return framePixels;
    }

    public int bitsPerPixel() {
        return bitsPerPixel;
    }

    public int frameHeaderBytes() {
        return frameHeaderBytes;
    }

    public int frameFooterBytes() {
        return frameFooterBytes;
    }

    /// Bytes from one frame to the next.
    public long frameStride() {
        return frameHeaderBytes + ((long) framePixels * bitsPerPixel + 7) / 8 + frameFooterBytes;
    }

    /// Where the pixels of a frame begin in its file.
    public long frameStart(DataFile file, long frame) {
        long inFile = frame - file.first();
        return file.headerBytes()
                + frameHeaderBytes * (inFile + 1)
                + frameFooterBytes * inFile
                + inFile * framePixels * bitsPerPixel / 8;
    }

    /// The number of the file that holds a frame.
    public int fileOf(long frame) {
        int low = 0;
        int high = files.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            DataFile file = files.get(middle);
            if (frame < file.first()) {
                high = middle - 1;
            } else if (frame >= file.end()) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        throw new IndexOutOfBoundsException(
                "frame " + frame + " lies in none of " + files.size() + " files with " + frames() + " frames");
    }

    /// Some pixels of a frame.
    PixelRun run(long frame, int firstPixel, int pixels) {
        int file = fileOf(frame);
        DataFile f = files.get(file);
        return new PixelRun(
                file, frameStart(f, frame), frame - f.first(), firstPixel, pixels, framePixels, bitsPerPixel);
    }

    /// The files in the order in which a list was sorted, with frames counted through.
    ///
    /// @param frames frames in each of them
    public static List<DataFile> inOrder(List<String> locations, long[] frames, long headerBytes) {
        List<DataFile> files = new ArrayList<>();
        long first = 0;
        for (int i = 0; i < frames.length; i++) {
            files.add(new DataFile(locations.get(i), first, first + frames[i], headerBytes));
            first += frames[i];
        }
        return files;
    }
}
