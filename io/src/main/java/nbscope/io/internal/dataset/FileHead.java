package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// A piece of a file that holds a header, read by a call, and the length of the file. Nothing stays
/// open.
public final class FileHead {
    private final String name;
    private final byte[] bytes;
    private final long size;

    private FileHead(String name, byte[] bytes, long size) {
        this.name = name;
        this.bytes = bytes;
        this.size = size;
    }

    /// The first bytes of a file, at most so many.
    ///
    /// @throws UncheckedIOException when the file is missing or cannot be read
    public static FileHead read(Path file, int most) {
        return read(file, 0, most);
    }

    /// Bytes from `from` on, at most so many.
    public static FileHead read(Path file, long from, int most) {
        MappedFile.checkRegularFile(file);
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(size - from, 0, most));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
            return new FileHead(file.toString(), Arrays.copyOf(buffer.array(), buffer.position()), size);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Bytes as if they were the head of a file of that name and length.
    public static FileHead of(String name, byte[] bytes, long size) {
        return new FileHead(name, bytes.clone(), size);
    }

    public String name() {
        return name;
    }

    /// Length of the file.
    public long size() {
        return size;
    }

    /// Bytes that were read.
    public int length() {
        return bytes.length;
    }

    /// @param needed bytes of the header
    /// @param what   what it is the header of
    /// @throws MalformedDataException when there are fewer
    public FileHead require(int needed, String what) {
        if (bytes.length < needed) {
            throw new MalformedDataException(
                    name,
                    bytes.length,
                    "the end of the file after " + bytes.length + " bytes",
                    what + " of " + needed + " bytes; the file is cut short, copy it again");
        }
        return this;
    }

    /// The bytes, to read numbers from.
    public ByteBuffer order(ByteOrder order) {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(order);
    }

    /// The bytes as if they were the whole file: each access names what it is after.
    public MappedFile asFile() {
        return MappedFile.of(name, bytes);
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Bytes as text, one character each; as far as there are any.
    public String text(int from, int to) {
        int end = Math.clamp(to, 0, bytes.length);
        int start = Math.clamp(from, 0, end);
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
