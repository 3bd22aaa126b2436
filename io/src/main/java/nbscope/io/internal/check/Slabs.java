package nbscope.io.internal.check;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import nbscope.io.Blosc2Array;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.zarr.ZarrArray;

/// Cuts a region into pieces that follow each other in C order: whole layers of chunks along the first axis where they
/// fit the memory, else single indices of the first axis cut along the second, and so on.
public final class Slabs implements Iterator<Region> {
    /// A piece has about so many bytes: enough for all processors.
    private static final long WANTED = 32 << 20;

    /// A layer of chunks is not cut while it has at most so many.
    private static final long MOST = 192 << 20;

    private final long[] start;
    private final long[] shape;
    private final int axis;
    private final long step;

    /// Where the layers of chunks begin, counted from the region's start.
    private final long phase;

    private final long[] index;
    private boolean done;

    public Slabs(NdArray array, Region region) {
        start = region.start();
        shape = region.shape();
        int[] chunks = chunks(array);
        int item = array.elementType().bytes();
        int cut = 0;
        long row = rowBytes(0, item);
        while (cut < shape.length - 1 && layer(cut, chunks) * row > MOST && row > WANTED) {
            row = rowBytes(++cut, item);
        }
        axis = cut;
        long layer = shape.length == 0 ? 1 : layer(cut, chunks);
        long rows = Math.max(1, WANTED / Math.max(1, row));
        boolean fits = layer * row <= MOST;
        step = !fits ? Math.max(1, MOST / Math.max(1, row)) : rows < layer ? layer : rows / layer * layer;
        phase = shape.length == 0 || !fits ? 0 : start[axis] % layer;
        index = new long[shape.length];
        done = region.elements() == 0;
    }

    private long layer(int along, int[] chunks) {
        return chunks.length == 0 ? 1 : Math.max(1, Math.min(chunks[along], shape[along]));
    }

    /// Lengths of the chunks, empty where the array has none.
    static int[] chunks(NdArray array) {
        return switch (array) {
            case Blosc2Array stored -> stored.chunks();
            case ZarrArray stored -> stored.chunks();
            default -> new int[0];
        };
    }

    private long rowBytes(int along, int item) {
        long bytes = item;
        for (int i = along + 1; i < shape.length; i++) {
            bytes *= shape[i];
        }
        return bytes;
    }

    /// Bytes of the largest piece, in elements.
    public long most() {
        long elements = 1;
        for (int i = axis; i < shape.length; i++) {
            elements *= i == axis ? Math.min(step, shape[i]) : shape[i];
        }
        return elements;
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public Region next() {
        if (done) {
            throw new NoSuchElementException();
        }
        if (shape.length == 0) {
            done = true;
            return new Region(start, shape);
        }
        long[] from = new long[shape.length];
        long[] length = shape.clone();
        for (int i = 0; i < shape.length; i++) {
            from[i] = start[i] + index[i];
        }
        Arrays.fill(length, 0, axis, 1);
        long until = Math.min(shape[axis], index[axis] + step - (index[axis] == 0 ? phase : 0));
        length[axis] = until - index[axis];
        index[axis] = until;
        advance();
        return new Region(from, length);
    }

    private void advance() {
        for (int i = axis; index[i] >= shape[i]; i--) {
            if (i == 0) {
                done = true;
                return;
            }
            index[i] = 0;
            index[i - 1]++;
        }
    }
}
