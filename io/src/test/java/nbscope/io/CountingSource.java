package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the pixels that are read from another source.
final class CountingSource implements PlaneSource {
    private final PlaneSource source;
    private final AtomicLong pixels = new AtomicLong();

    CountingSource(PlaneSource source) {
        this.source = source;
    }

    long pixels() {
        return pixels.get();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String fingerprint() {
        return source.fingerprint();
    }

    @Override
    public DType dtype() {
        return source.dtype();
    }

    @Override
    public List<Axis> axes() {
        return source.axes();
    }

    @Override
    public long[] shape() {
        return source.shape();
    }

    @Override
    public List<Channel> channels() {
        return source.channels();
    }

    @Override
    public void read(int t, int c, int z, long y, long x, int height, int width, MemorySegment destination) {
        pixels.addAndGet((long) height * width);
        source.read(t, c, z, y, x, height, width, destination);
    }
}
