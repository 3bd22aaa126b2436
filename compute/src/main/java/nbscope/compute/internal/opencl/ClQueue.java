package nbscope.compute.internal.opencl;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// One opened device with an in-order queue. Calls may come from any thread; a launch and its transfers are kept
/// together by the caller holding this object's monitor. Every failure is a [ClException].
public interface ClQueue extends AutoCloseable {
    /// A buffer on the device. Owned by whoever made it, until `release`.
    interface Buffer {}

    /// Wraps host memory; `host` must stay open and unchanged until the buffer is released.
    Buffer wrap(MemorySegment host);

    /// Room on the device, contents undefined.
    Buffer allocate(long bytes);

    /// A read-only copy of the array, at least one word long.
    Buffer copyOf(int[] words);

    /// Blocks until the bytes are on the device. `source` lies outside the heap.
    void write(Buffer buffer, long offset, MemorySegment source);

    /// Blocks until all earlier work is done and the bytes are here. `destination` lies outside the heap.
    void read(Buffer buffer, long offset, MemorySegment destination);

    /// Runs a kernel of `sums.cl` built for the pixel type.
    ///
    /// @param global work items
    /// @param local  work items per group, 0 for the driver's choice
    /// @param args   buffers and Integers, in the kernel's order
    void launch(DType dtype, String kernel, long global, long local, Object... args);

    void release(Buffer buffer);

    @Override
    void close();
}
