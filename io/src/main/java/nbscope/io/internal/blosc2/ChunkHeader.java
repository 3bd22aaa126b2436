package nbscope.io.internal.blosc2;

import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The header of a Blosc2 chunk (c-blosc2, README_CHUNK_FORMAT), checked against the file.
///
/// @param file       that the chunk lies in
/// @param offset     of the chunk in the file
/// @param version    of the format, 2 for Blosc1
/// @param bytes      of header and data together (`cbytes`)
/// @param length     decoded bytes (`nbytes`)
/// @param block      decoded bytes of a block, at most `length`
/// @param item       bytes per element
/// @param format     three bits that name the codec
/// @param userCodec  id where `format` says user codec
/// @param filters    six filter ids in the order of writing
/// @param filterMeta one number for each
/// @param special    0 for data, else 1 zeros, 2 NaN, 3 one repeated value, 4 never written
/// @param stored     whether the data lie there uncompressed
/// @param split      whether full blocks have one stream for each byte of an element
/// @param dictionary whether a zstd dictionary precedes the blocks
record ChunkHeader(
        MappedFile file,
        long offset,
        int version,
        int headerBytes,
        int bytes,
        int length,
        int block,
        int item,
        int format,
        int userCodec,
        byte[] filters,
        byte[] filterMeta,
        int special,
        boolean stored,
        boolean split,
        boolean dictionary) {
    private static final int EXTENDED = 5;
    private static final int SHORT_HEADER = 16;
    private static final int LONG_HEADER = 32;
    static final int NEWEST_VERSION = 6;

    /// Chunks of Blosc2's alpha versions may hold anything in the last place for a filter.
    private static final int ALPHA = 3;

    private static final int BLOSC1 = 2;

    /// Bit of the flags of Blosc1 chunks.
    private static final int DELTA = 8;

    static ChunkHeader read(MappedFile file, long offset) {
        file.require(offset, SHORT_HEADER, "a chunk header");
        int version = file.u8(offset, "chunk version");
        int flags = file.u8(offset + 2, "chunk flags");
        boolean extended = (flags & EXTENDED) == EXTENDED;
        int headerBytes = extended ? LONG_HEADER : SHORT_HEADER;
        int item = file.u8(offset + 3, "type size");
        int length = file.i32(offset + 4, "chunk length");
        int block = file.i32(offset + 8, "block length");
        int bytes = file.i32(offset + 12, "compressed length");
        if (length < 0 || item == 0 || bytes < headerBytes || block < 0 || (length > 0 && block == 0)) {
            throw file.malformed(
                    offset,
                    "a chunk header with type size " + item + ", " + length + " bytes in blocks of " + block
                            + ", compressed " + bytes,
                    "positive sizes; the file is damaged, copy or write it again");
        }
        file.require(offset, bytes, "a chunk");
        byte[] filters = new byte[6];
        byte[] filterMeta = new byte[6];
        int blosc2Flags = 0;
        if (extended) {
            checkFeatures(file, offset, version);
            int known = version == ALPHA ? 5 : 6;
            file.copyTo(offset + 16, known, filters, 0, "filters");
            file.copyTo(offset + 24, known, filterMeta, 0, "filter settings");
            blosc2Flags = file.u8(offset + 31, "chunk flags");
        } else {
            filters[4] = (byte) ((flags & DELTA) != 0 ? 3 : 0);
            filters[5] = (byte) ((flags & 1) != 0 ? 1 : (flags & 4) != 0 ? 2 : 0);
        }
        int special = (blosc2Flags >> 4) & 7;
        boolean stored = (flags & 2) != 0 && special == 0;
        if (stored && bytes != (long) headerBytes + length) {
            throw file.malformed(
                    offset,
                    "an uncompressed chunk of " + length + " bytes in " + bytes,
                    (long) headerBytes + length + "; the file is damaged, copy or write it again");
        }
        return new ChunkHeader(
                file,
                offset,
                version,
                headerBytes,
                bytes,
                length,
                Math.min(block, length),
                item,
                flags >> 5,
                extended ? file.u8(offset + 22, "user codec") : 0,
                filters,
                filterMeta,
                special,
                stored,
                (flags & 0x10) == 0,
                (blosc2Flags & 1) != 0);
    }

    private static void checkFeatures(MappedFile file, long offset, int version) {
        int flags = file.u8(offset + 30, "chunk flags");
        if (flags == 1) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a chunk with blocks of variable length (VL blocks, at byte " + offset
                            + "), which hold objects and no array of numbers. Save the values as an array, "
                            + "in Python with blosc2.asarray");
        }
        if (flags != 0) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a chunk of format version " + version
                            + " with features that nbscope does not know (flags " + flags + " at byte " + (offset + 30)
                            + "); write it again with python-blosc2 4.14 or older");
        }
    }

    /// The same chunk cut into other blocks, which only makes sense for one of special values.
    ChunkHeader withBlock(int bytes) {
        return new ChunkHeader(
                file,
                offset,
                version,
                headerBytes,
                this.bytes,
                length,
                bytes,
                item,
                format,
                userCodec,
                filters,
                filterMeta,
                special,
                stored,
                split,
                dictionary);
    }

    /// Where the starts of the blocks end, from the chunk's begin; the dictionary follows.
    long startsEnd() {
        return headerBytes + 4L * blocks();
    }

    /// Where the first block may begin.
    long dataStart() {
        return dictionary ? startsEnd() + 4 + dictionaryLength() : startsEnd();
    }

    /// The size and the bytes of a dictionary lie after the starts of the blocks.
    byte[] readDictionary() {
        return file.copy(offset + startsEnd() + 4, dictionaryLength(), "a dictionary");
    }

    private int dictionaryLength() {
        long at = startsEnd();
        int size = at + 4 > bytes ? 0 : file.i32(offset + at, "the length of a dictionary");
        if (size <= 0 || size > bytes - at - 4) {
            throw file.malformed(
                    offset + at,
                    "a dictionary of " + size + " bytes",
                    "1 to " + (bytes - at - 4) + "; the file is damaged, copy or write it again");
        }
        return size;
    }

    /// Blosc1 leaves a block as it is when its elements are no multiple of eight.
    boolean oldBitshuffle() {
        return version == BLOSC1;
    }

    int blocks() {
        return length == 0 ? 0 : (int) (((long) length + block - 1) / block);
    }

    /// How many streams a block of `n` decoded bytes has, all of them of one length.
    int streams(int n) {
        return split && n == block && n % item == 0 ? item : 1;
    }

    /// Decoded bytes of block `index`; only the last may be short.
    int blockLength(int index) {
        return (int) Math.min(block, length - (long) index * block);
    }
}
