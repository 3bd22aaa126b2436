package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.FileDataSet;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import nbscope.io.internal.array.BoxCopy;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.codec.NativeRoom;

/// Frames in files as an array of 4 axes, or 5 with frames first. Positions without a frame read as 0.
public final class FrameArray implements NdArray {
    /// Bytes of frames that one piece of a read covers.
    private static final long PIECE = 1 << 20;

    private final FileDataSet data;
    private final BasePartition partition;
    private final long[] shape;
    private final boolean direct;

    public FrameArray(FileDataSet data, BasePartition partition) {
        this.data = data;
        this.partition = partition;
        this.shape = data.shape().asArray();
        this.direct = !partition.copies();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public DType dtype() {
        return data.dtype();
    }

    @Override
    public String name() {
        return data.name();
    }

    @Override
    public List<Axis> axes() {
        return Layout.axes(shape.length);
    }

    @Override
    public Calibration calibration() {
        return data.calibration();
    }

    @Override
    public Map<?, ?> header() {
        return data.layout().header();
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        copy(region, destination, ElementCopy.same(ElementType.of(dtype())));
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        copy(region, destination, ElementCopy.toFloat32(ElementType.of(dtype()), name()));
    }

    /// Frames one after another along the flat navigation axis, and where they go.
    private record Piece(int from, int to, long at) {}

    private void copy(Region region, MemorySegment destination, ElementCopy copy) {
        Layout.check(region, shape, copy.outBytes(), destination, name());
        if (region.elements() == 0) {
            return;
        }
        List<Piece> pieces = pieces(region, copy.outBytes());
        int threads = direct ? 1 : ParallelRead.threads(destination);
        ParallelRead.<NativeRoom>run(
                pieces.size(),
                threads,
                NativeRoom::new,
                room -> {},
                (i, room) -> piece(pieces.get(i), region, destination, copy, room));
    }

    /// Rows of the scan, joined where they follow one another, in pieces that threads share.
    private List<Piece> pieces(Region region, int outBytes) {
        int axes = shape.length - 2;
        long[] start = Arrays.copyOf(region.start(), axes);
        long[] lengths = Arrays.copyOf(region.shape(), axes);
        long frameOut = region.shape()[axes] * region.shape()[axes + 1] * outBytes;
        int most = (int) Math.max(1, PIECE / Math.max(1, shape[axes] * shape[axes + 1] * dtype().bytes()));
        List<Piece> pieces = new ArrayList<>();
        long rows = 1;
        for (int i = 0; i < axes - 1; i++) {
            rows *= lengths[i];
        }
        long done = 0;
        for (long row = 0; row < rows; row++) {
            long rest = row;
            long flat = start[axes - 1];
            long step = shape[axes - 1];
            for (int i = axes - 2; i >= 0; i--) {
                flat += (start[i] + rest % lengths[i]) * step;
                rest /= lengths[i];
                step *= shape[i];
            }
            for (long c = 0; c < lengths[axes - 1]; c += most) {
                long n = Math.min(most, lengths[axes - 1] - c);
                pieces.add(new Piece((int) (flat + c), (int) (flat + c + n), done));
                done += n * frameOut;
            }
        }
        return pieces;
    }

    private void piece(Piece piece, Region region, MemorySegment destination, ElementCopy copy, NativeRoom room) {
        int axes = shape.length;
        long[] lengths = {region.shape()[axes - 2], region.shape()[axes - 1]};
        long rowBytes = shape[axes - 1] * dtype().bytes();
        long[] in = {rowBytes, dtype().bytes()};
        long[] out = Layout.cOrder(lengths, copy.outBytes());
        long first = region.start()[axes - 2] * rowBytes + region.start()[axes - 1] * dtype().bytes();
        long frameOut = lengths[0] * lengths[1] * copy.outBytes();
        TileMemory memory = bytes -> room.reserve(bytes + DataTile.PADDING);
        var scheme = TilingScheme.frames(piece.to() - piece.from(), data.shape().sig());
        var request = new TileRequest(scheme, null, piece.from(), piece.to());
        try (TileCursor tiles = partition.tiles(request, memory)) {
            int next = piece.from();
            for (DataTile tile = tiles.next(); tile != null; tile = tiles.next()) {
                blank(destination, piece, next, tile.firstIndex(), frameOut);
                for (int f = 0; f < tile.depth(); f++) {
                    long at = piece.at() + (tile.firstIndex() + f - piece.from()) * frameOut;
                    BoxCopy.run(copy, lengths, tile.data(), tile.offset(f) + first, in, destination, at, out);
                }
                next = tile.firstIndex() + tile.depth();
            }
            blank(destination, piece, next, piece.to(), frameOut);
        } catch (InternalError e) {
            throw MalformedDataException.vanished(name(), e);
        }
    }

    private static void blank(MemorySegment destination, Piece piece, int from, int to, long frameOut) {
        if (to > from) {
            destination
                    .asSlice(piece.at() + (from - piece.from()) * frameOut, (to - from) * frameOut)
                    .fill((byte) 0);
        }
    }

    @Override
    public void close() {
        data.close();
    }
}
