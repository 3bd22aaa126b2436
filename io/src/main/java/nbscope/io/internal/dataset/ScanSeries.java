package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.Layout;

/// Arrays of four axes as one of five.
final class ScanSeries implements NdArray {
    private final List<NdArray> scans;
    private final long[] shape;
    private final DType dtype;
    private final String name;

    ScanSeries(List<? extends DataSet> data) {
        if (data.isEmpty()) {
            throw new IllegalArgumentException("a series has at least one scan");
        }
        DataSet first = data.getFirst();
        this.scans = data.stream().map(DataSet::array).toList();
        this.dtype = first.dtype();
        this.name = first.name();
        long[] one = scans.getFirst().shape();
        for (DataSet other : data) {
            long[] found = other.array().shape();
            if (!Arrays.equals(found, one) || one.length != 4 || other.dtype() != dtype) {
                throw new IllegalArgumentException("a series is of scans of one shape and type, found "
                        + Arrays.toString(found) + " " + other.dtype() + " in " + other.name() + " and "
                        + Arrays.toString(one) + " " + dtype + " in " + name);
            }
        }
        this.shape = new long[] {data.size(), one[0], one[1], one[2], one[3]};
    }

    private ScanSeries(ScanSeries of, List<NdArray> scans) {
        this.scans = scans;
        this.dtype = of.dtype;
        this.name = of.name;
        this.shape = of.shape;
    }

    /// Those of the scans, where all have the same.
    @Override
    public int[] chunkShape() {
        int[] chunk = scans.getFirst().chunkShape();
        if (chunk.length != 4 || !scans.stream().allMatch(s -> Arrays.equals(s.chunkShape(), chunk))) {
            return new int[0];
        }
        return new int[] {1, chunk[0], chunk[1], chunk[2], chunk[3]};
    }

    @Override
    public long fetchBytes(Region region) {
        region.checkInside(shape);
        long bytes = 0;
        for (int i = 0; i < region.shape()[0]; i++) {
            bytes += scans.get((int) region.start()[0] + i).fetchBytes(inScan(region));
        }
        return bytes;
    }

    @Override
    public NdArray fetch(Region region, MemorySegment buffer) {
        region.checkInside(shape);
        List<NdArray> near = new ArrayList<>(scans);
        long at = 0;
        for (int i = 0; i < region.shape()[0]; i++) {
            int n = (int) region.start()[0] + i;
            near.set(n, scans.get(n).fetch(inScan(region), buffer.asSlice(at)));
            at += scans.get(n).fetchBytes(inScan(region));
        }
        return new ScanSeries(this, near);
    }

    @Override
    public NdArray sequential() {
        List<NdArray> alone = scans.stream().map(NdArray::sequential).toList();
        return alone.equals(scans) ? this : new ScanSeries(this, alone);
    }

    private static Region inScan(Region region) {
        return new Region(Arrays.copyOfRange(region.start(), 1, 5), Arrays.copyOfRange(region.shape(), 1, 5));
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Axis> axes() {
        return Layout.axes(shape.length);
    }

    @Override
    public boolean isDirect() {
        return scans.stream().allMatch(NdArray::isDirect);
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        Layout.check(region, shape, dtype.bytes(), destination, name);
        each(region, dtype.bytes(), (scan, part) -> scan.read(part.region(), destination.asSlice(part.at())));
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        Layout.check(region, shape, Float.BYTES, destination, name);
        each(region, Float.BYTES, (scan, part) -> scan.readFloat32(part.region(), destination.asSlice(part.at())));
    }

    /// A region of one scan, and where it goes.
    private record Part(Region region, long at) {}

    private void each(Region region, int bytes, BiConsumer<NdArray, Part> read) {
        long[] start = region.start();
        long[] lengths = region.shape();
        Region inScan = inScan(region);
        long step = inScan.elements() * bytes;
        for (int i = 0; i < lengths[0]; i++) {
            read.accept(scans.get((int) start[0] + i), new Part(inScan, i * step));
        }
    }

    @Override
    public void close() {
        scans.forEach(NdArray::close);
    }
}
