package nbscope.io.internal.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import org.jspecify.annotations.Nullable;

/// A file, or its part from some byte on, mapped read-only, as long as it was when it was opened. Every access
/// names what it is after, and is checked against the length first: a file that ends too early is a
/// [MalformedDataException]. One that is [#buffered] looks the same, and is read by calls.
public final class MappedFile {
    private static final ValueLayout.OfShort LE16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt LE32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final long base;
    private final MemorySegment bytes;
    private final Lifetime lifetime;

    /// What reads the file where it is not mapped; `bytes` is nothing then.
    private final @Nullable BufferedBytes reads;

    private final long size;

    /// @param base where `bytes` begins in the file, for messages
    private MappedFile(String name, long base, MemorySegment bytes, Lifetime lifetime) {
        this(name, base, bytes, lifetime, null, bytes.byteSize());
    }

    private MappedFile(
            String name, long base, MemorySegment bytes, Lifetime lifetime, @Nullable BufferedBytes reads, long size) {
        this.name = name;
        this.base = base;
        this.bytes = bytes;
        this.lifetime = lifetime;
        this.reads = reads;
        this.size = size;
    }

    /// @throws UncheckedIOException when the file is missing or cannot be read
    public static MappedFile open(Path path) {
        checkRegularFile(path);
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            String name = path.toString();
            return new MappedFile(name, 0, bytes, new Lifetime(name, arena::close));
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// A file that is not mapped but read by calls, a piece for each access: for file systems behind a
    /// network, where a page that cannot be had any more would be an error of the machine and not one
    /// of the file.
    ///
    /// @throws UncheckedIOException when the file is missing or cannot be read
    @SuppressWarnings("MustBeClosedChecker") // the lifetime closes it
    public static MappedFile buffered(Path path) {
        PositionalFile file = PositionalFile.open(path);
        String name = path.toString();
        Lifetime lifetime = new Lifetime(name, file::close);
        return new MappedFile(name, 0, MemorySegment.NULL, lifetime, new BufferedBytes(file), file.size());
    }

    /// A small file in memory, which needs no closing and does not change when the file does.
    ///
    /// @param limit of its length
    /// @throws UncheckedIOException when the file is missing or cannot be read
    public static MappedFile load(Path path, long limit) {
        String name = path.toString();
        try (FileChannel channel = FileChannel.open(path)) {
            long length = channel.size();
            if (length > limit) {
                throw new MalformedDataException(
                        name, 0, "a file of " + length + " bytes", "at most " + limit + "; the file is damaged");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) length);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            return of(name, Arrays.copyOf(buffer.array(), buffer.position()));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Bytes in memory as if they were a file of that name.
    public static MappedFile of(String name, byte[] content) {
        return of(name, MemorySegment.ofArray(content), new Lifetime(name, () -> {}));
    }

    /// The whole of a file in memory of its own, which goes with the lifetime.
    ///
    /// @throws UncheckedIOException when the file is missing or cannot be read
    public static MappedFile copy(Path path) {
        MappedFile mapped = open(path);
        Arena arena = Arena.ofShared();
        try {
            MemorySegment bytes = arena.allocate(Math.max(1, mapped.size()), 64).asSlice(0, mapped.size());
            MemorySegment.copy(mapped.bytes, 0, bytes, 0, mapped.size());
            return new MappedFile(mapped.name, 0, bytes, new Lifetime(mapped.name, arena::close));
        } catch (InternalError e) {
            arena.close();
            throw MalformedDataException.vanished(mapped.name, e);
        } finally {
            mapped.lifetime.close();
        }
    }

    /// As [#of(String, byte[])], with the lifetime that the bytes share with others.
    public static MappedFile of(String name, MemorySegment bytes, Lifetime lifetime) {
        return new MappedFile(name, 0, bytes, lifetime);
    }

    /// The file from a byte on, with the same lifetime; offsets count from there, but messages name those
    /// of the file.
    public MappedFile from(long offset) {
        require(offset, 0, "content");
        MemorySegment rest = reads == null ? bytes.asSlice(offset) : bytes;
        return new MappedFile(name, base + offset, rest, lifetime, reads, size - offset);
    }

    /// Refuses what is no readable file, in a sentence.
    public static void checkRegularFile(Path path) {
        if (Files.isDirectory(path)) {
            throw new UnsupportedDataException(
                    path.toString(),
                    "this is a folder, and no array: a Blosc2 array that is stored as a folder "
                            + "has a file chunks.b2frame in it, a Zarr array .zarray or zarr.json");
        }
        if (!Files.exists(path)) {
            throw new UncheckedIOException(
                    "there is no file " + path
                            + (path.isAbsolute()
                                    ? ""
                                    : " (looked in " + Path.of("").toAbsolutePath() + ")"),
                    new NoSuchFileException(path.toString()));
        }
    }

    public String name() {
        return name;
    }

    public long size() {
        return size;
    }

    /// Whether the bytes lie in memory; else each access is a read.
    public boolean isMapped() {
        return reads == null;
    }

    public Lifetime lifetime() {
        return lifetime;
    }

    /// The bytes from `offset`, `length` of them.
    public MemorySegment slice(long offset, long length, String what) {
        require(offset, length, what);
        return at(offset, length, what);
    }

    private MemorySegment at(long offset, long length, String what) {
        return reads == null ? bytes.asSlice(offset, length) : reads.read(base + offset, length, what);
    }

    public byte[] copy(long offset, int length, String what) {
        require(offset, length, what);
        byte[] out = new byte[length];
        MemorySegment.copy(at(offset, length, what), ValueLayout.JAVA_BYTE, 0, out, 0, length);
        return out;
    }

    public void copyTo(long offset, int length, byte[] out, int outOffset, String what) {
        require(offset, length, what);
        MemorySegment.copy(at(offset, length, what), ValueLayout.JAVA_BYTE, 0, out, outOffset, length);
    }

    public int u8(long offset, String what) {
        require(offset, 1, what);
        return (reads == null
                        ? bytes.get(ValueLayout.JAVA_BYTE, offset)
                        : at(offset, 1, what).get(ValueLayout.JAVA_BYTE, 0))
                & 0xff;
    }

    public int u16(long offset, String what) {
        require(offset, 2, what);
        return (reads == null ? bytes.get(LE16, offset) : at(offset, 2, what).get(LE16, 0)) & 0xffff;
    }

    public int i32(long offset, String what) {
        require(offset, 4, what);
        return reads == null ? bytes.get(LE32, offset) : at(offset, 4, what).get(LE32, 0);
    }

    public int i32BigEndian(long offset, String what) {
        return Integer.reverseBytes(i32(offset, what));
    }

    public long i64BigEndian(long offset, String what) {
        return ((long) i32BigEndian(offset, what) << 32) | (i32BigEndian(offset + 4, what) & 0xffffffffL);
    }

    /// Throws when the file does not reach as far as `offset + length`.
    public void require(long offset, long length, String what) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new MalformedDataException(
                    name,
                    base + offset,
                    "the end of the file at byte " + (base + size),
                    length + " bytes of " + what + "; the file is cut short or damaged, copy or write it again");
        }
    }

    /// A [MalformedDataException] about this file.
    public MalformedDataException malformed(long offset, String found, String expected) {
        return new MalformedDataException(name, offset < 0 ? offset : base + offset, found, expected);
    }
}
