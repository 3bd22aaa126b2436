package nbscope.io.internal.blosc2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.bytes.NewFile;
import nbscope.io.internal.bytes.WriteLock;
import org.jspecify.annotations.Nullable;

/// A file that grows. A new state is appended whole (chunks, index, trailer) behind the old one and forced to the disk;
/// then one write of a few bytes in the first disk sector makes it the one that readers find, here and in C-Blosc2.
/// Nothing that an older state points to is written to again, so a cut at any point leaves the old or the new one.
final class FileStore implements FrameStore {
    private static final long STEP = 1 << 20;
    /// A file that is being created gets its index when this much was appended, and this many times the index.
    private static final long DEFERRED = 8 << 20;

    private static final int DEFERRED_INDEXES = 16;

    private final Path path;
    private final Disk disk;
    private final Disk.OpenFile file;
    private final WriteLock lock;
    private final Arena arena;
    private final Lifetime lifetime;
    private final Backend backend;
    private final boolean deferring;
    private MemorySegment mapped;
    private byte[] header = new byte[0];
    /// End of the last state.
    private long end;
    /// Where the next bytes go.
    private long at;
    /// The part of the header that tells of the state that the file holds.
    private byte[] patch = new byte[0];

    private long holds;
    private boolean changed;
    private @Nullable NewFile compacted;

    private FileStore(
            Path path,
            Disk disk,
            Disk.OpenFile file,
            WriteLock lock,
            Arena arena,
            MemorySegment mapped,
            Backend backend,
            boolean deferring) {
        this.path = path;
        this.disk = disk;
        this.file = file;
        this.lock = lock;
        this.arena = arena;
        this.mapped = mapped;
        this.backend = backend;
        this.deferring = deferring;
        this.lifetime = new Lifetime(path.toString(), arena::close);
    }

    /// @param deferring whether states may reach the file later than they are made
    static FileStore open(Path path, Disk disk, Backend backend, boolean deferring) {
        MappedFile.checkRegularFile(path);
        Arena arena = Arena.ofShared();
        WriteLock lock = null;
        Disk.OpenFile file = null;
        try {
            Path real = path.toRealPath();
            lock = WriteLock.take(real);
            file = disk.open(real);
            MemorySegment mapped = file.map(real.toFile().length(), arena);
            return new FileStore(real, disk, file, lock, arena, mapped, backend, deferring);
        } catch (IOException | RuntimeException e) {
            arena.close();
            closeAfter(e, file);
            closeAfter(e, lock);
            throw e instanceof RuntimeException r
                    ? r
                    : new UncheckedIOException(
                            path + " cannot be opened for writing: " + e.getMessage()
                                    + "; open it with Mmap.READ, or copy it to where you may write",
                            (IOException) e);
        }
    }

    private static void closeAfter(Exception e, @Nullable AutoCloseable thing) {
        try {
            if (thing != null) {
                thing.close();
            }
        } catch (Exception second) {
            e.addSuppressed(second);
        }
    }

    /// The file as it stands.
    MappedFile file() {
        return MappedFile.of(path.toString(), mapped, lifetime);
    }

    /// Goes on from what the file holds.
    void begin(Frame frame) {
        header = frame.file().copy(0, frame.headerBytes(), "the frame header");
        end = frame.end();
        at = end;
        holds = end;
        patch = FrameBytes.patch(
                header, end, frame.compressed(), !frame.userLayers().isEmpty());
    }

    @Override
    public long append(byte[] bytes, int length) {
        write(at, bytes, length);
        long place = at - header.length;
        at += length;
        changed = true;
        return place;
    }

    private void write(long to, byte[] bytes, int length) {
        try {
            file.write(to, bytes, 0, length);
        } catch (IOException e) {
            throw NewFile.failed(path, e);
        }
    }

    private void force() {
        try {
            file.force();
        } catch (IOException e) {
            throw NewFile.failed(path, e);
        }
    }

    @Override
    public Snapshot settle(Snapshot now, long[] offsets, Map<String, Snapshot.Layer> layers) {
        changed = true;
        long due = Math.max(DEFERRED, (long) DEFERRED_INDEXES * Long.BYTES * offsets.length);
        if (deferring && at - holds < due) {
            Frame frame = now.frame().with(view(at), at, at - header.length);
            end = at;
            return new Snapshot(frame, Offsets.of(frame, offsets, Map.of()), now.decoder(), layers);
        }
        return commit(now, offsets, layers);
    }

    private Snapshot commit(Snapshot now, long[] offsets, Map<String, Snapshot.Layer> layers) {
        long index = at;
        byte[] tail = tail(offsets, layers);
        write(index, tail, tail.length);
        long newEnd = index + tail.length;
        Frame frame = now.frame().with(view(newEnd), newEnd, index - header.length);
        force();
        byte[] next = FrameBytes.patch(header, newEnd, index - header.length, !layers.isEmpty());
        try {
            write(FrameBytes.LENGTH_AT, next, next.length);
            force();
        } catch (RuntimeException e) {
            // The file may hold either state: nothing of the new one is written over, and the old one is asked for.
            at = newEnd;
            end = newEnd;
            closeAfter(e, () -> write(FrameBytes.LENGTH_AT, patch, patch.length));
            throw e;
        }
        patch = next;
        at = newEnd;
        end = newEnd;
        holds = newEnd;
        return new Snapshot(frame, Offsets.of(frame, offsets, Map.of()), now.decoder(), layers);
    }

    private byte[] tail(long[] offsets, Map<String, Snapshot.Layer> layers) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        layers.forEach((name, layer) -> contents.put(name, layer.bytes()));
        return FrameBytes.tail(offsets, contents, backend, path.toString());
    }

    /// The file as far as `bytes`. The map grows in large steps, and old ones stay until the array is closed.
    private MappedFile view(long bytes) {
        if (bytes > mapped.byteSize()) {
            try {
                mapped = file.map(Math.max(bytes + STEP, bytes + bytes / 2), arena);
            } catch (IOException e) {
                throw NewFile.failed(path, e);
            }
        }
        return MappedFile.of(path.toString(), mapped.asSlice(0, bytes), lifetime);
    }

    @Override
    public void rollBack() {
        at = end;
    }

    @Override
    public void finish(Snapshot last) {
        if (!changed) {
            return;
        }
        Snapshot state = holds == end ? last : commit(last, last.offsets().toArray(), last.layers());
        try {
            compact(state);
        } catch (RuntimeException e) {
            // The file is whole without it, only larger.
            compacted = null;
        }
    }

    /// Writes the chunks that count to a new file when the others take more than half of this one.
    private void compact(Snapshot state) {
        long[] offsets = state.offsets().toArray();
        long live = header.length;
        for (long offset : offsets) {
            live += offset < 0 ? 0 : chunk(state, offset).bytes();
        }
        if (end - live <= end / 2) {
            return;
        }
        NewFile copy = NewFile.beside(path, disk);
        try {
            long to = header.length;
            for (int i = 0; i < offsets.length; i++) {
                if (offsets[i] >= 0) {
                    ChunkHeader chunk = chunk(state, offsets[i]);
                    byte[] bytes = state.frame().file().copy(chunk.offset(), chunk.bytes(), "a chunk");
                    copy.write(to, bytes, bytes.length);
                    offsets[i] = to - header.length;
                    to += bytes.length;
                }
            }
            byte[] tail = tail(offsets, state.layers());
            copy.write(to, tail, tail.length);
            copy.write(0, header, header.length);
            byte[] fields = FrameBytes.patch(
                    header,
                    to + tail.length,
                    to - header.length,
                    !state.layers().isEmpty());
            copy.write(FrameBytes.LENGTH_AT, fields, fields.length);
            compacted = copy;
        } catch (RuntimeException e) {
            closeAfter(e, copy);
            throw e;
        }
    }

    private ChunkHeader chunk(Snapshot state, long offset) {
        return ChunkHeader.read(state.frame().file(), header.length + offset);
    }

    Lifetime lifetime() {
        return lifetime;
    }

    @Override
    public void release() {
        try {
            if (mapped.byteSize() > end && changed) {
                file.truncate(end);
            }
            file.close();
            publish();
        } catch (IOException e) {
            throw NewFile.failed(path, e);
        } finally {
            lock.close();
        }
    }

    private void publish() {
        try (NewFile copy = compacted) {
            if (copy != null) {
                copy.publish();
            }
        } catch (UncheckedIOException e) {
            // As in finish.
        }
    }
}
