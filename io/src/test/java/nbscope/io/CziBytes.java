package nbscope.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A CZI file in memory whose fields a test changes, and to which it adds segments.
final class CziBytes {
    /// Positions of the three pointers in the file header.
    static final int DIRECTORY = 32 + 52;

    static final int METADATA = 32 + 60;
    static final int ATTACHMENTS = 32 + 72;

    private byte[] bytes;

    CziBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static CziBytes of(String fixture) {
        try {
            return new CziBytes(Files.readAllBytes(Fixture.path("czi/" + fixture + ".czi")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One entry for each tile: X, Y and M, all of them pointing to the sub-block 0 of `fixture`.
    static CziBytes manyTiles(String fixture, int columns, int rows, int step) {
        CziBytes file = of(fixture);
        long target = file.i64(file.entries().getFirst() + 6);
        ByteBuffer data = ByteBuffer.allocate(128 + columns * rows * (32 + 60)).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, columns * rows).position(128);
        for (int i = 0; i < columns * rows; i++) {
            data.put((byte) 'D')
                    .put((byte) 'V')
                    .putInt(0)
                    .putLong(target)
                    .putInt(0)
                    .putInt(0)
                    .put(new byte[6])
                    .putInt(3);
            dimension(data, 'X', i % columns * step, step);
            dimension(data, 'Y', i / columns * step, step);
            dimension(data, 'M', i, 1);
        }
        file.putLong(DIRECTORY, file.append("ZISRAWDIRECTORY", data.array()));
        return file;
    }

    private static void dimension(ByteBuffer data, char letter, int start, int size) {
        data.putInt(letter).putInt(start).putInt(size).putFloat(0).putInt(size);
    }

    int size() {
        return bytes.length;
    }

    byte[] toArray() {
        return bytes.clone();
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int i32(int at) {
        return buffer().getInt(at);
    }

    long i64(int at) {
        return buffer().getLong(at);
    }

    CziBytes putInt(int at, int value) {
        buffer().putInt(at, value);
        return this;
    }

    CziBytes putLong(int at, long value) {
        buffer().putLong(at, value);
        return this;
    }

    CziBytes putText(int at, String text) {
        buffer().put(at, text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    int directory() {
        return (int) i64(DIRECTORY);
    }

    /// Where each entry of the directory begins.
    List<Integer> entries() {
        List<Integer> all = new ArrayList<>();
        int at = directory() + 32 + 128;
        for (int i = 0; i < i32(directory() + 32); i++) {
            all.add(at);
            at += 32 + 20 * i32(at + 28);
        }
        return all;
    }

    /// Where the sub-block of an entry begins.
    int subBlock(int index) {
        return (int) i64(entries().get(index) + 6);
    }

    /// Adds a segment at the end.
    ///
    /// @return its position
    long append(String id, byte[] data) {
        int at = Math.ceilDiv(bytes.length, 32) * 32;
        bytes = Arrays.copyOf(bytes, at + 32 + Math.ceilDiv(data.length, 32) * 32);
        putText(at, id).putLong(at + 16, Math.ceilDiv(data.length, 32) * 32L).putLong(at + 24, data.length);
        buffer().put(at + 32, data);
        return at;
    }

    /// Another text in place of the metadata.
    CziBytes metadata(String xml) {
        byte[] text = xml.getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocate(256 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, text.length).put(256, text);
        return putLong(METADATA, append("ZISRAWMETADATA", data.array()));
    }

    /// One attachment with these bytes.
    CziBytes attachment(String name, String type, byte[] content) {
        ByteBuffer entry = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        entry.put(0, "A1".getBytes(StandardCharsets.US_ASCII));
        entry.put(40, type.getBytes(StandardCharsets.US_ASCII)).put(48, name.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer data = ByteBuffer.allocate(256 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(0, content.length).put(16, entry.array()).put(256, content);
        entry.putLong(12, append("ZISRAWATTACH", data.array()));
        ByteBuffer list = ByteBuffer.allocate(256 + 128).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(0, 1).put(256, entry.array());
        return putLong(ATTACHMENTS, append("ZISRAWATTDIR", list.array()));
    }

    Path save(Path file) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
