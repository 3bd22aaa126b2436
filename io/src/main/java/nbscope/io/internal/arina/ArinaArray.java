package nbscope.io.internal.arina;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.hdf5.ChunkedArray;
import nbscope.io.internal.hdf5.Hdf5File;
import org.jspecify.annotations.Nullable;

/// The frames of all files of a master as one array `[frame, row, column]`. A read that spans files reads one after
/// the other, each on all threads. Closing it closes them all.
public final class ArinaArray implements NdArray {
    private final ArinaMaster master;
    private final List<NdArray> parts;
    /// The first frame of each part, and at the end the number of all.
    private final long[] first;
    private final ElementType type;
    private final long[] shape;
    private final List<Axis> axes;

    private ArinaArray(ArinaMaster master, List<NdArray> parts) {
        this.master = master;
        this.parts = List.copyOf(parts);
        first = new long[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            check(parts.get(i));
            first[i + 1] = Math.addExact(first[i], parts.get(i).shape()[0]);
        }
        type = parts.getFirst().elementType();
        shape = parts.getFirst().shape();
        shape[0] = first[parts.size()];
        axes = List.of(Axis.pixels("frame"), Axis.pixels("det_row"), Axis.pixels("det_col"));
        long[] frame = {shape[1], shape[2]};
        if (master.mask().length > 0 && !Arrays.equals(master.mask(), frame)) {
            throw new MalformedDataException(
                    master.file().toString(),
                    -1,
                    "a pixel mask of shape " + Arrays.toString(master.mask()),
                    "that of the frames, " + Arrays.toString(frame) + "; are the files of one acquisition?");
        }
    }

    /// Frames of all parts are alike.
    private void check(NdArray part) {
        NdArray one = parts.getFirst();
        long[] frame = part.shape();
        boolean alike = frame.length == 3
                && frame[1] == one.shape()[1]
                && frame[2] == one.shape()[2]
                && part.dtype() == one.dtype();
        if (!alike) {
            throw new MalformedDataException(
                    part.name(),
                    -1,
                    "data of shape " + Arrays.toString(frame) + " and type "
                            + part.elementType().numpy(),
                    "frames [n, rows, columns] like those of " + one.name() + ", " + Arrays.toString(one.shape())
                            + " and " + one.elementType().numpy() + "; are the files of one acquisition?");
        }
    }

    /// The caller closes it. All files are opened and the places of all frames read, before any frame is decoded.
    ///
    /// @param backend `mmap`, `buffered`, or null for what suits the file system
    /// @throws MalformedDataException where a file is damaged, or its frames are not like those of the others
    public static ArinaArray open(ArinaMaster master, @Nullable String backend) {
        NdArray[] parts = new NdArray[master.files().size()];
        try {
            ParallelRead.run(parts.length, ParallelRead.threads(), () -> parts, done -> {}, (i, all) -> {
                Path file = master.files().get(i);
                all[i] = Hdf5File.open(file, master.links().get(i).target(), false, backend);
            });
            return new ArinaArray(master, List.of(parts));
        } catch (RuntimeException e) {
            for (NdArray part : parts) {
                if (part != null) {
                    part.close();
                }
            }
            throw e;
        }
    }

    public ArinaMaster master() {
        return master;
    }

    /// Frames that are there from the first one on without a hole.
    public long written() {
        for (int i = 0; i < parts.size(); i++) {
            long there = parts.get(i) instanceof ChunkedArray chunks
                    ? chunks.written()
                    : parts.get(i).shape()[0];
            if (there < parts.get(i).shape()[0]) {
                return first[i] + there;
            }
        }
        return first[parts.size()];
    }

    /// Bytes of each frame as stored: what a reader has to have room for. Of a chunk with several frames each gets its
    /// part; 0 where none was written.
    public long[] storedFrameBytes() {
        long[] bytes = new long[Math.toIntExact(shape[0])];
        for (int i = 0; i < parts.size(); i++) {
            for (long f = first[i]; f < first[i + 1]; f++) {
                bytes[(int) f] = parts.get(i) instanceof ChunkedArray chunks
                        ? chunks.storedBytes(f - first[i], f - first[i] + 1)
                        : shape[1] * shape[2] * type.bytes();
            }
        }
        return bytes;
    }

    /// What is wrong with the number of frames; empty where it is what the master says.
    public String mismatch() {
        long expected = master.expected();
        return expected < 0 || expected == shape[0]
                ? ""
                : master.file() + " promises " + expected + " frames (ntrigger times nimages), its files hold "
                        + shape[0]
                        + (shape[0] < expected
                                ? "; the acquisition was stopped, or files are missing"
                                : "; the rest belongs to no scan position");
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public DType dtype() {
        return type.dtype();
    }

    @Override
    public ElementType elementType() {
        return type;
    }

    @Override
    public String name() {
        return master.file().toString();
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public Map<?, ?> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("files", parts.stream().map(NdArray::name).toList());
        header.put("frames", first[parts.size()]);
        if (master.expected() >= 0) {
            header.put("frames promised", master.expected());
        }
        if (!mismatch().isEmpty()) {
            header.put("warning", mismatch());
        }
        long count = 0;
        for (boolean masked : master.masked()) {
            count += masked ? 1 : 0;
        }
        header.put("masked pixels", count);
        return header;
    }

    @Override
    public boolean isDirect() {
        return parts.stream().allMatch(NdArray::isDirect);
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        Layout.check(region, shape, type.bytes(), destination, name());
        each(region, destination, type.bytes(), NdArray::read);
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        int bytes = ElementCopy.toFloat32(type, name()).outBytes();
        Layout.check(region, shape, bytes, destination, name());
        each(region, destination, bytes, NdArray::readFloat32);
    }

    /// Those of the files, where all begin with a chunk of their own.
    @Override
    public int[] chunkShape() {
        int[] chunk = parts.getFirst().chunkShape();
        for (int i = 0; i < parts.size(); i++) {
            if (!Arrays.equals(chunk, parts.get(i).chunkShape()) || chunk.length > 0 && first[i] % chunk[0] != 0) {
                return new int[0];
            }
        }
        return chunk;
    }

    @Override
    public long fetchBytes(Region region) {
        region.checkInside(shape);
        long bytes = 0;
        for (Part part : parts(region)) {
            bytes += part.array.fetchBytes(part.region);
        }
        return bytes;
    }

    @Override
    public NdArray fetch(Region region, MemorySegment buffer) {
        region.checkInside(shape);
        List<NdArray> near = new ArrayList<>(parts);
        long at = 0;
        for (Part part : parts(region)) {
            near.set(part.index, part.array.fetch(part.region, buffer.asSlice(at)));
            at += part.array.fetchBytes(part.region);
        }
        return new ArinaArray(master, near);
    }

    @Override
    public NdArray sequential() {
        return new ArinaArray(master, parts.stream().map(NdArray::sequential).toList());
    }

    /// What a region takes of one file.
    ///
    /// @param from its first frame
    private record Part(int index, NdArray array, Region region, long from) {}

    private List<Part> parts(Region region) {
        List<Part> touched = new ArrayList<>();
        long[] start = region.start();
        long[] lengths = region.shape();
        for (int i = 0; i < parts.size(); i++) {
            long from = Math.max(start[0], first[i]);
            long to = Math.min(start[0] + lengths[0], first[i + 1]);
            if (from < to) {
                Region inFile = new Region(
                        new long[] {from - first[i], start[1], start[2]},
                        new long[] {to - from, lengths[1], lengths[2]});
                touched.add(new Part(i, parts.get(i), inFile, from));
            }
        }
        return touched;
    }

    private interface Read {
        void read(NdArray part, Region region, MemorySegment destination);
    }

    private void each(Region region, MemorySegment destination, int bytes, Read read) {
        long[] lengths = region.shape();
        long frame = lengths[1] * lengths[2] * bytes;
        for (Part part : parts(region)) {
            read.read(part.array, part.region, destination.asSlice((part.from - region.start()[0]) * frame));
        }
    }

    @Override
    public void close() {
        parts.forEach(NdArray::close);
    }
}
