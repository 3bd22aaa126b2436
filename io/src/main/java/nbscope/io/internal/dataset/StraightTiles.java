package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.Slice;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// Tiles that are views of mapped files: frames of one file, with the gaps of headers, footers and a
/// ROI between them.
/// Only the last frames of a file, too near its end for reads over the end of a row, are copied.
final class StraightTiles implements TileCursor {
    private final FileSet set;
    private final OpenFiles files;
    private final DType dtype;
    private final TileRequest request;
    private final TileMemory memory;
    private final long syncOffset;
    private final Slice[] parts;
    private final int[] firstPixels;
    private final int to;
    private int at;
    private int part;
    private int depth;
    private @Nullable MappedFile file;
    private int fileNumber;
    private boolean open = true;

    StraightTiles(BasePartition partition, TileRequest request, TileMemory memory) {
        this.set = partition.fileSet();
        this.files = partition.files();
        files.lifetime().enter();
        this.dtype = partition.decoder().nativeType();
        this.request = request;
        this.memory = memory;
        this.syncOffset = partition.syncOffset();
        this.parts = request.scheme().slices().toArray(Slice[]::new);
        this.firstPixels = request.scheme().firstPixels();
        this.at = firstWithFrame(request, syncOffset);
        this.to = endWithFrame(request, syncOffset, set.frames());
    }

    /// The first computed position that has a frame.
    static int firstWithFrame(TileRequest request, long syncOffset) {
        int at = request.from();
        while (at < request.to() && request.position(at) + syncOffset < 0) {
            at++;
        }
        return at;
    }

    /// One past the last computed position that has a frame.
    static int endWithFrame(TileRequest request, long syncOffset, long frames) {
        int to = request.to();
        while (to > request.from() && request.position(to - 1) + syncOffset >= frames) {
            to--;
        }
        return to;
    }

    @Override
    public @Nullable DataTile next() {
        if (part == parts.length) {
            part = 0;
            at += depth;
        }
        if (at >= to) {
            return null;
        }
        if (part == 0) {
            depth = block();
        }
        MappedFile f = file();
        int bytes = dtype.bytes();
        int pixels = Math.toIntExact(parts[part].elements());
        long[] offsets = new long[depth];
        DataFile description = set.files().get(fileNumber);
        for (int i = 0; i < depth; i++) {
            offsets[i] = set.frameStart(description, frame(at + i)) + (long) firstPixels[part] * bytes;
        }
        long end = offsets[depth - 1] + (long) pixels * bytes;
        MemorySegment data;
        if (end + DataTile.PADDING <= f.size()) {
            // From the first frame on, so that equal distances begin at 0.
            long first = offsets[0];
            data = f.slice(first, end + DataTile.PADDING - first, "frames");
            for (int i = 0; i < depth; i++) {
                offsets[i] -= first;
            }
        } else {
            f.require(offsets[0], end - offsets[0], "frames");
            data = copied(f, offsets, (long) pixels * bytes);
        }
        int number = part++;
        return new DataTile(data, dtype, offsets, depth, at, request.roi(), firstPixels[number], pixels, number);
    }

    private MemorySegment copied(MappedFile f, long[] offsets, long bytes) {
        MemorySegment copy = memory.take(bytes * offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            MemorySegment.copy(f.slice(offsets[i], bytes, "a frame"), 0, copy, i * bytes, bytes);
            offsets[i] = i * bytes;
        }
        return copy;
    }

    /// Frames of the next block: as deep as the scheme, of one file, and apart from those at the file's
    /// end.
    private int block() {
        long first = frame(at);
        fileNumber = set.fileOf(first);
        file = files.map(fileNumber);
        DataFile f = set.files().get(fileNumber);
        int n = 1;
        int most = Math.min(request.scheme().depth(), to - at);
        while (n < most && frame(at + n) < f.end()) {
            n++;
        }
        if (n > 1 && lacksPadding(f, frame(at + n - 1)) && !lacksPadding(f, first)) {
            while (lacksPadding(f, frame(at + n - 1))) {
                n--;
            }
        }
        return n;
    }

    private boolean lacksPadding(DataFile f, long frame) {
        return set.frameStart(f, frame) + (long) set.framePixels() * dtype.bytes() + DataTile.PADDING > file().size();
    }

    private MappedFile file() {
        return java.util.Objects.requireNonNull(file);
    }

    private long frame(int index) {
        return request.position(index) + syncOffset;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            files.lifetime().leave();
        }
    }
}
