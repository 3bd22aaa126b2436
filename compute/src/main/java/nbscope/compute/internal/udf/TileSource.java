package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.store.Geometry;

/// One time frame as UDFs read it. Safe from many threads.
public interface TileSource {
    Geometry geometry();

    /// Patterns from `first` on that one call of [#patterns] may ask for.
    int contiguous(int first);

    /// The patterns `[first, first + count)`, one after another from byte 0, in memory outside the heap:
    /// its own, or copied into `scratch`; followed by [nbscope.compute.internal.store.HostChunks#PADDING]
    /// bytes that may be read. To be used inside [#reading] only.
    MemorySegment patterns(int first, int count, Scratch scratch);

    /// Whether [#patterns] copies; then a gap in a ROI is not worth reading over.
    boolean copies();

    /// Runs the body while the memory is certain to stay.
    ///
    /// @throws nbscope.compute.FreedStackException when it is gone
    void reading(Runnable body);
}
