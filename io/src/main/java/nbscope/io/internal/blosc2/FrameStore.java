package nbscope.io.internal.blosc2;

import java.util.Map;

/// Where the chunks of changed assignments go: the file itself, or memory beside it. Used by one thread at a time.
sealed interface FrameStore permits FileStore, MemoryStore {
    /// Puts a chunk behind everything that a reader may look at.
    ///
    /// @return its place, as in the table of offsets
    long append(byte[] bytes, int length);

    /// Makes a new state of what was appended; a file then holds it.
    Snapshot settle(Snapshot now, long[] offsets, Map<String, Snapshot.Layer> layers);

    /// Forgets what was appended since the last state.
    void rollBack();

    /// Brings the file up to the last state; readers may still be at work.
    void finish(Snapshot last);

    /// Lets go of the file, after the last reader has.
    void release();
}
