package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import nbscope.io.Blosc2;
import nbscope.io.Blosc2Spec;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.array.StridedArray;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.bytes.NewFile;
import nbscope.io.internal.bytes.WriteLock;

/// Writes a whole array to a new file, chunk by chunk, several at a time; the file appears under its name when it is
/// complete.
public final class ArraySave {
    private static final int AHEAD = 16;

    private final ArrayPlan plan;
    private final NdArray source;
    private final Backend backend;
    private final NewFile file;
    private final ChunkEncoder encoder;
    private final ChunkFill fill;
    private final Touched all;
    private final boolean inPlace;
    private final ConcurrentLinkedQueue<EncodeScratch> idle = new ConcurrentLinkedQueue<>();
    private final long[] offsets;
    private long at;

    private ArraySave(ArrayPlan plan, NdArray source, Backend backend, NewFile file) {
        this.plan = plan;
        this.source = source;
        this.backend = backend;
        this.file = file;
        this.encoder = new ChunkEncoder(plan.settings(), backend, source.name());
        ElementCopy copy = ElementCopy.same(plan.type());
        this.fill = new ChunkFill(plan.grid(), copy);
        this.all = new Touched(
                plan.grid(), Region.whole(plan.grid().shape()), plan.type().bytes());
        this.inPlace = source instanceof StridedArray
                && (plan.type().order() == java.nio.ByteOrder.LITTLE_ENDIAN
                        || plan.type().bytes() == 1);
        this.offsets = new long[plan.chunkCount()];
        this.at = plan.header().length;
    }

    /// @throws IllegalArgumentException when the spec is not possible or does not suit the array
    public static Blosc2.Written save(Path path, NdArray source, Blosc2Spec spec, Backend backend, Disk disk) {
        checkSource(source, spec);
        ArrayPlan plan = ArrayPlan.of(spec, backend, path.toString());
        try (NewFile file = NewFile.beside(path, disk);
                WriteLock _ = WriteLock.take(file.target())) {
            return new ArraySave(plan, source, backend, file).run();
        }
    }

    /// A file whose chunks are all zeros, which takes no room.
    static ArrayPlan zeros(Path path, Blosc2Spec spec, Backend backend, Disk disk) {
        ArrayPlan plan = ArrayPlan.of(spec, backend, path.toString());
        try (NewFile file = NewFile.beside(path, disk);
                WriteLock _ = WriteLock.take(file.target())) {
            long[] offsets = new long[plan.chunkCount()];
            Arrays.fill(offsets, Offsets.ZEROS);
            finish(plan, file, plan.header().length, offsets, backend, path.toString());
        }
        return plan;
    }

    private static void checkSource(NdArray source, Blosc2Spec spec) {
        boolean sameType = source.dtype() == spec.type().dtype()
                && source.elementType().bytes() == spec.type().bytes();
        if (!Arrays.equals(source.shape(), spec.shape()) || !sameType) {
            throw new IllegalArgumentException(
                    source.name() + " is " + source.elementType().numpy() + " "
                            + Arrays.toString(source.shape()) + ", the file is to be "
                            + spec.type().numpy() + " "
                            + Arrays.toString(spec.shape()) + "; both must be of one shape and kind of number");
        }
    }

    private Blosc2.Written run() {
        boolean confined = source instanceof StridedArray strided && !strided.isDirect();
        int threads = confined ? 1 : ParallelRead.threads();
        OrderedOutput output = new OrderedOutput(AHEAD, this::append);
        try {
            ParallelRead.run(offsets.length, threads, this::borrow, idle::offer, (i, scratch) -> {
                try {
                    chunk(i, output, scratch);
                } catch (RuntimeException | Error e) {
                    output.fail();
                    throw e;
                }
            });
            output.requireAll(offsets.length);
        } catch (CancellationException e) {
            CancellationException cancelled = new CancellationException("saving was interrupted; nothing was written");
            cancelled.initCause(e);
            throw cancelled;
        }
        long bytes = finish(plan, file, at, offsets, backend, source.name());
        return new Blosc2.Written(bytes, plan.compression());
    }

    private EncodeScratch borrow() {
        EncodeScratch scratch = idle.poll();
        return scratch == null ? new EncodeScratch(backend.nativeCodecs()) : scratch;
    }

    private void append(int index, byte[] bytes, int length) {
        if (length == ChunkEncoder.HEADER) {
            offsets[index] = Offsets.ZEROS;
        } else {
            file.write(at, bytes, length);
            offsets[index] = at - plan.header().length;
            at += length;
        }
    }

    private void chunk(int index, OrderedOutput output, EncodeScratch scratch) {
        BlockGrid grid = plan.grid();
        Touched.Chunk touched = all.chunk(index);
        boolean padded = false;
        for (int i = 0; i < grid.rank(); i++) {
            padded |= touched.high()[i] < grid.blocks[i] * grid.block[i];
        }
        byte[] chunk = scratch.reserveChunk(grid.chunkBytes());
        if (padded) {
            Arrays.fill(chunk, 0, grid.chunkBytes(), (byte) 0);
        }
        if (inPlace && !padded) {
            blocks(touched, MemorySegment.ofArray(chunk));
        } else {
            int item = plan.type().bytes();
            Region region = new Region(touched.origin(), touched.high());
            MemorySegment box = MemorySegment.ofArray(scratch.reserveBox((int) Layout.bytes(touched.high(), item)));
            source.read(region, box);
            fill.put(new Touched(grid, region, item).chunk(0), box, chunk);
        }
        int n = encoder.encode(chunk, grid.chunkBytes(), grid.blockBytes, scratch);
        output.put(index, scratch.out, n);
    }

    /// Each block straight from the source to its place, one copy less.
    private void blocks(Touched.Chunk touched, MemorySegment chunk) {
        BlockGrid grid = plan.grid();
        long[] block = Arrays.stream(grid.block).asLongStream().toArray();
        for (int b = 0; b < grid.blockCount; b++) {
            long[] at = touched.blocks().at(b);
            for (int i = 0; i < at.length; i++) {
                at[i] = touched.origin()[i] + at[i] * grid.block[i];
            }
            source.read(new Region(at, block), chunk.asSlice((long) b * grid.blockBytes, grid.blockBytes));
        }
    }

    /// Index, trailer and header; then the file takes its name.
    ///
    /// @param at end of the chunks
    private static long finish(ArrayPlan plan, NewFile file, long at, long[] offsets, Backend backend, String name) {
        byte[] tail = plan.tail(offsets, backend, name);
        file.write(at, tail, tail.length);
        long end = at + tail.length;
        byte[] header = plan.header().clone();
        byte[] patch = FrameBytes.patch(
                header, end, at - header.length, !plan.userLayers().isEmpty());
        System.arraycopy(patch, 0, header, FrameBytes.LENGTH_AT, patch.length);
        file.write(0, header, header.length);
        file.publish();
        return end;
    }
}
