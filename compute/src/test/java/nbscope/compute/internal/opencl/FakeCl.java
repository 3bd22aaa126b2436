package nbscope.compute.internal.opencl;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nbscope.compute.OpenClDevice;
import nbscope.io.DType;

/// A driver that computes nothing and fails at a chosen allocation.
final class FakeCl implements ClApi, ClQueue {
    static final OpenClDevice CARD = new OpenClDevice("OpenCL (card)", true, false, true, 1L << 30, 4096, 0, 0);
    static final OpenClDevice SHARED = new OpenClDevice("OpenCL (shared)", false, true, true, 1L << 30, 4096, 0, 0);

    private final int failAt;
    private final int code;
    private int made;
    private final Set<Buffer> alive = new HashSet<>();

    FakeCl(int failAt, int code) {
        this.failAt = failAt;
        this.code = code;
    }

    int alive() {
        return alive.size();
    }

    private Buffer make() {
        made++;
        if (made == failAt) {
            throw new ClException("clCreateBuffer", code);
        }
        Buffer buffer = new Buffer() {};
        alive.add(buffer);
        return buffer;
    }

    @Override
    public List<OpenClDevice> devices() {
        return List.of(CARD);
    }

    @Override
    public ClQueue open(OpenClDevice device) {
        return this;
    }

    @Override
    public Buffer wrap(MemorySegment host) {
        return make();
    }

    @Override
    public Buffer allocate(long bytes) {
        return make();
    }

    @Override
    public Buffer copyOf(int[] words) {
        return make();
    }

    @Override
    public void write(Buffer buffer, long offset, MemorySegment source) {}

    @Override
    public void read(Buffer buffer, long offset, MemorySegment destination) {}

    @Override
    public void launch(DType dtype, String kernel, long global, long local, Object... args) {}

    @Override
    public void release(Buffer buffer) {
        if (!alive.remove(buffer)) {
            throw new ClException("clReleaseMemObject", -38);
        }
    }

    @Override
    public void close() {}
}
