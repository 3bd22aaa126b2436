package nbscope.io.internal.blosc2;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// A Blosc2 frame: header, chunks, their offsets, trailer (c-blosc2, README_CFRAME_FORMAT). That of a sparse frame has
/// no chunks, they lie beside it in files of their own (README_SFRAME_FORMAT). Parsing checks every length against the
/// file and decodes nothing.
///
/// @param file        that begins with the frame
/// @param folder      of the chunk files, null for a contiguous frame
/// @param headerBytes where the chunks begin, and what their offsets count from
/// @param end         of the frame in the file
/// @param length      decoded bytes of all chunks
/// @param compressed  bytes of all chunks
/// @param item        bytes per element
/// @param chunk       decoded bytes of a chunk
/// @param metalayers  name to the place of the content, from the header
/// @param userLayers  name to the place of the content, a Blosc2 chunk, from the trailer
record Frame(
        MappedFile file,
        @Nullable Path folder,
        int headerBytes,
        long end,
        long length,
        long compressed,
        int item,
        int chunk,
        Map<String, Long> metalayers,
        Map<String, Long> userLayers) {
    private static final byte[] MAGIC = "b2frame\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC_AT = 2;
    private static final int[] MARKERS = {10, 0xd2, 15, 0xcf, 29, 0xd3, 38, 0xd3, 47, 0xd2, 52, 0xd2, 57, 0xd2};
    private static final String DAMAGED = "the file is damaged, copy or write it again";
    private static final int FIXED_HEADER = 87;
    private static final int TRAILER_TAIL = 22;

    static boolean detect(byte[] head) {
        boolean magic = head.length >= MAGIC_AT + MAGIC.length;
        for (int i = 0; magic && i < MAGIC.length; i++) {
            magic = head[MAGIC_AT + i] == MAGIC[i];
        }
        return magic;
    }

    /// @param folder that the file lies in, where chunk files may lie too
    static Frame read(MappedFile file, Path folder) {
        if (!detect(file.copy(0, MAGIC_AT + MAGIC.length, "the magic bytes of a Blosc2 frame"))) {
            throw file.malformed(MAGIC_AT, "other bytes than b2frame", "a Blosc2 frame; is it of another format?");
        }
        file.require(0, FIXED_HEADER, "a frame header");
        checkMarkers(file);
        int headerBytes = file.i32BigEndian(11, "header length");
        long end = file.i64BigEndian(16, "frame length");
        if (headerBytes < FIXED_HEADER || end < headerBytes) {
            throw file.malformed(
                    11, "a header of " + headerBytes + " bytes in a frame of " + end, "a header of at least 87");
        }
        file.require(0, end, "the frame");
        long length = file.i64BigEndian(30, "decoded length");
        boolean sparse = isSparse(file);
        checkChunks(file, length);
        long compressed = file.i64BigEndian(39, "compressed length");
        int item = file.i32BigEndian(48, "type size");
        int chunk = file.i32BigEndian(58, "chunk size");
        boolean sane = length >= 0 && compressed >= 0 && (sparse || compressed <= end - headerBytes) && item > 0;
        if (!sane || (length > 0 && chunk <= 0)) {
            throw file.malformed(
                    30,
                    length + " bytes in chunks of " + chunk + ", compressed " + compressed + ", type size " + item,
                    "positive sizes that fit a frame of " + end + " bytes; the file is damaged");
        }
        int user = file.u8(68, "flag of user metadata");
        if (user != 0xc2 && user != 0xc3) {
            throw file.malformed(
                    68, "0x" + Integer.toHexString(user), "0xc2 or 0xc3, whether there are user metadata; " + DAMAGED);
        }
        return new Frame(
                file,
                sparse ? folder : null,
                headerBytes,
                end,
                length,
                compressed,
                item,
                chunk,
                layers(file, 0, FIXED_HEADER, headerBytes),
                user == 0xc3 ? trailer(file, sparse ? headerBytes : headerBytes + compressed, end) : Map.of());
    }

    /// What MessagePack puts before the numbers of a header: a byte, and where.
    private static void checkMarkers(MappedFile file) {
        for (int i = 0; i < MARKERS.length; i += 2) {
            int found = file.u8(MARKERS[i], "a frame header");
            if (found != MARKERS[i + 1]) {
                throw file.malformed(
                        MARKERS[i],
                        "0x" + Integer.toHexString(found) + " in the frame header",
                        "0x" + Integer.toHexString(MARKERS[i + 1]) + "; " + DAMAGED);
            }
        }
    }

    private static boolean isSparse(MappedFile file) {
        int type = file.u8(26, "frame type");
        if (type > 1) {
            throw file.malformed(26, "frame type " + type, "0 (one file) or 1 (a folder); the file is damaged");
        }
        return type == 1;
    }

    private static void checkChunks(MappedFile file, long length) {
        int flags = file.u8(25, "frame flags");
        // An empty array has chunks of no length, which counts as differing ones.
        if (length != 0 && (flags & 0xc0) != 0) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a Blosc2 frame whose chunks or blocks differ in length, "
                            + "which is no b2nd array and is not read");
        }
    }

    /// The same array after more was appended.
    ///
    /// @param grown the file as far as `end`
    Frame with(MappedFile grown, long end, long compressed) {
        return new Frame(grown, folder, headerBytes, end, length, compressed, item, chunk, metalayers, userLayers);
    }

    long chunks() {
        return length == 0 ? 0 : (length - 1) / chunk + 1;
    }

    /// Where the chunk of the chunks' offsets lies.
    long index() {
        return folder == null ? headerBytes + compressed : headerBytes;
    }

    private static Map<String, Long> trailer(MappedFile file, long earliest, long end) {
        if (end - TRAILER_TAIL < earliest) {
            throw file.malformed(end, "no room for a trailer", "one after byte " + earliest);
        }
        long length = file.i32BigEndian(end - TRAILER_TAIL, "trailer length") & 0xffffffffL;
        if (length < TRAILER_TAIL || end - length < earliest) {
            throw file.malformed(
                    end - TRAILER_TAIL, "a trailer of " + length + " bytes", "one that begins after byte " + earliest);
        }
        return layers(file, end - length, end - length + 2, end);
    }

    /// Names and places of metalayers: `93 cd u16 de u16`, then for each a short text and `d2 i32`; every place begins
    /// with `c6 u32`.
    ///
    /// @param base  what the places count from
    /// @param start of the map
    /// @param limit of everything in it
    private static Map<String, Long> layers(MappedFile file, long base, long start, long limit) {
        long at = start;
        if (file.u8(at, "metalayers") != 0x93 || file.u8(at + 4, "metalayers") != 0xde) {
            throw file.malformed(at, "other bytes", "the table of metalayers; the file is damaged");
        }
        int count = file.u8(at + 5, "metalayers") << 8 | file.u8(at + 6, "metalayers");
        at += 7;
        Map<String, Long> layers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int length = file.u8(at, "name") & 31;
            String name = new String(file.copy(at + 1, length, "name of a metalayer"), StandardCharsets.UTF_8);
            at += 1 + length;
            long place = base + file.i32BigEndian(at + 1, "place of metalayer " + name);
            if (place < base || place + 5 > limit || file.u8(place, "metalayer") != 0xc6) {
                throw file.malformed(at, "metalayer " + name + " at byte " + place, "a place before byte " + limit);
            }
            layers.put(name, place + 5);
            at += 5;
        }
        return layers;
    }
}
