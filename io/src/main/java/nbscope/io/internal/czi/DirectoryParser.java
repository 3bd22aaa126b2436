package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.codec.NativeRoom;

/// Reads the directory segment: a count, 124 bytes of nothing, then entries of 32 bytes and 20 for each
/// dimension.
final class DirectoryParser {
    /// Where the entries begin in the segment's data.
    static final int FIRST_ENTRY = 128;

    static final int ENTRY = 32;
    static final int DIMENSION = 20;

    /// libCZI's limit. There are 12 letters, so a sound file stays far below.
    static final int MOST_DIMENSIONS = 40;

    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final short DV = 'D' | 'V' << 8;

    private static final int X = 100;
    private static final int Y = 101;

    /// From a character to its place in [Directory#LETTERS].
    private static final byte[] LETTER = new byte[128];

    static {
        for (char name = 0; name < LETTER.length; name++) {
            LETTER[name] = (byte) Directory.LETTERS.indexOf(name);
        }
    }

    private final ByteSource source;
    private final MemorySegment bytes;
    /// Of `bytes` in the file.
    private final long base;

    private final Directory directory;

    private DirectoryParser(ByteSource source, MemorySegment bytes, long base, Directory directory) {
        this.source = source;
        this.bytes = bytes;
        this.base = base;
        this.directory = directory;
    }

    static Directory parse(ByteSource source, long position, NativeRoom room) {
        if (position == 0) {
            throw source.malformed(
                    Segment.HEADER + 52,
                    "no position of a directory",
                    "one; the program that wrote the file was stopped before it was done, record or copy it again");
        }
        Segment segment = Segment.read(source, position, Segment.DIRECTORY, FIRST_ENTRY, room);
        long length = segment.end() - segment.data();
        MemorySegment bytes = source.view(segment.data(), length, room, "the directory");
        int count = bytes.get(I32, 0);
        if (count < 0 || count > (length - FIRST_ENTRY) / ENTRY) {
            throw source.malformed(
                    segment.data(),
                    count + " entries in the directory",
                    "0 to " + (length - FIRST_ENTRY) / ENTRY + ", which its " + length
                            + " bytes have room for; the file is damaged, copy or write it again");
        }
        DirectoryParser parser = new DirectoryParser(source, bytes, segment.data(), new Directory(count));
        parser.entries();
        parser.directory.finish();
        return parser.directory;
    }

    private void entries() {
        long at = FIRST_ENTRY;
        for (int row = 0; row < directory.count; row++) {
            at = entry(row, at);
        }
    }

    /// @return where the next entry begins
    private long entry(int row, long at) {
        long end = bytes.byteSize();
        if (at > end - ENTRY) {
            throw damaged(row, at, "the end of the directory at byte " + (base + end), "32 bytes of an entry");
        }
        if (bytes.get(I16, at) != DV) {
            throw schema(row, at);
        }
        int dimensions = bytes.get(I32, at + 28);
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS || at > end - ENTRY - (long) DIMENSION * dimensions) {
            throw damaged(
                    row,
                    at + 28,
                    dimensions + " dimensions",
                    "at most " + MOST_DIMENSIONS + ", inside of the directory, which ends at byte " + (base + end));
        }
        directory.entry[row] = base + at;
        directory.pixelType[row] = bytes.get(I32, at + 2);
        directory.position[row] = bytes.get(I64, at + 6);
        directory.part[row] = bytes.get(I32, at + 14);
        directory.compression[row] = bytes.get(I32, at + 18);
        long dimension = at + ENTRY;
        for (int i = 0; i < dimensions; i++) {
            dimension(row, dimension);
            dimension += DIMENSION;
        }
        checkSize(row, at);
        return dimension;
    }

    private void dimension(int row, long at) {
        int name = bytes.get(I32, at);
        int start = bytes.get(I32, at + 4);
        int size = bytes.get(I32, at + 8);
        int letter = letter(row, at, name);
        switch (letter) {
            case X -> {
                directory.x[row] = start;
                directory.w[row] = size;
                directory.storedW[row] = bytes.get(I32, at + 16);
            }
            case Y -> {
                directory.y[row] = start;
                directory.h[row] = size;
                directory.storedH[row] = bytes.get(I32, at + 16);
            }
            default -> {
                // Pyramid tiles of real files have other sizes along M.
                if (size != 1 && letter != Directory.M) {
                    throw damaged(
                            row, at + 8, "size " + size + " along dimension " + (char) name, "1: a tile is one plane");
                }
                if (start == Directory.ABSENT) {
                    throw damaged(row, at + 4, "start " + start + " along dimension " + (char) name, "a larger one");
                }
                directory.column(letter)[row] = start;
            }
        }
    }

    private int letter(int row, long at, int name) {
        int letter = switch (name) {
            case 'X' -> X;
            case 'Y' -> Y;
            default -> name > 0 && name < LETTER.length ? LETTER[name] : -1;
        };
        if (letter < 0) {
            throw damaged(
                    row,
                    at,
                    "a dimension named \"" + Segment.printable(Segment.text(bytes, at, 4)) + "\"",
                    "one of X, Y, Z, C, T, R, S, I, H, V, B, M");
        }
        return letter;
    }

    private void checkSize(int row, long at) {
        Directory d = directory;
        if (d.w[row] <= 0 || d.h[row] <= 0 || d.storedW[row] <= 0 || d.storedH[row] <= 0) {
            throw damaged(
                    row,
                    at + ENTRY,
                    "a tile of " + d.w[row] + " x " + d.h[row] + " pixels, stored as " + d.storedW[row] + " x "
                            + d.storedH[row],
                    "dimensions X and Y with sizes of 1 and more");
        }
    }

    private RuntimeException schema(int row, long at) {
        String found = Segment.printable(Segment.text(bytes, at, 2));
        if (found.equals("DE")) {
            return new UnsupportedDataException(
                    source.name(),
                    "entry " + row + " of the directory, at byte " + (base + at)
                            + ", has the schema DE, for which no description is to be had; nbscope reads DV. "
                            + "Save the file again with a current ZEN");
        }
        return damaged(row, at, "the schema \"" + found + "\"", "DV");
    }

    private MalformedDataException damaged(int row, long at, String found, String expected) {
        return source.malformed(
                base + at,
                found + " in entry " + row + " of the segment " + Segment.DIRECTORY,
                expected + "; the file is damaged, copy or write it again");
    }
}
