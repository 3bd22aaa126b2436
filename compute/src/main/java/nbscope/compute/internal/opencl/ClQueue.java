package nbscope.compute.internal.opencl;

import java.lang.foreign.MemorySegment;

/// One opened device with an in-order queue. Calls may come from any thread; a launch and its transfers are kept
/// together by the caller holding this object's monitor. Every failure is a [ClException].
public interface ClQueue extends AutoCloseable {
    /// A buffer on the device. Owned by whoever made it, until `release`.
    interface Buffer {}

    /// A transfer on its way. Owned by whoever started it, until `await`.
    interface Transfer {}

    /// Memory of the host that the device reads and writes at full speed.
    ///
    /// @param buffer what stands for it on the device
    /// @param host   the memory, until the buffer is released
    record Pinned(Buffer buffer, MemorySegment host) {}

    /// The most that can be pinned in one piece: mapped memory is a ByteBuffer.
    long MOST_PINNED = 1L << 30;

    /// Wraps host memory; `host` must stay open and unchanged until the buffer is released.
    Buffer wrap(MemorySegment host);

    /// Room on the device, contents undefined.
    Buffer allocate(long bytes);

    /// Up to [#MOST_PINNED] bytes, mapped until they are released.
    Pinned pin(long bytes);

    void release(Pinned pinned);

    /// A read-only copy of the array, at least one word long.
    Buffer copyOf(int[] words);

    /// A read-only copy of the array, at least one number long.
    Buffer copyOf(double[] numbers);

    /// Fills the buffer with zeros and waits for it, so that the memory is there: drivers take it at first use.
    ///
    /// @param bytes a multiple of 4
    void commit(Buffer buffer, long bytes);

    /// Blocks until the bytes are on the device. `source` lies outside the heap.
    void write(Buffer buffer, long offset, MemorySegment source);

    /// Starts to send the bytes; `source` lies in pinned memory and stays as it is until the transfer was awaited.
    Transfer send(Buffer buffer, long offset, MemorySegment source);

    /// Blocks until the transfer has ended; it is released, also after a failure.
    void await(Transfer transfer);

    /// Blocks until all earlier work is done and the bytes are here. `destination` lies outside the heap.
    void read(Buffer buffer, long offset, MemorySegment destination);

    /// Builds a program now, which else its first launch does.
    void build(ClProgram program);

    /// Runs a kernel.
    ///
    /// @param global work items, rounded up to whole groups: kernels leave the others out
    /// @param local  work items per group
    /// @param args   buffers and Integers, in the kernel's order
    void launch(ClProgram program, String kernel, long global, long local, Object... args);

    /// Waits for the kernels that use the buffer. The buffer is gone, also after a failure.
    void release(Buffer buffer);

    @Override
    void close();
}
