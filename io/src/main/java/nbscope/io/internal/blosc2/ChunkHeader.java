package nbscope.io.internal.blosc2;

import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The header of a Blosc2 chunk (c-blosc2, README_CHUNK_FORMAT), checked against the file.
///
/// @param offset     of the chunk in the file
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
        long offset,
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
    private static final int NEWEST_VERSION = 6;

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
        if (length < 0 || item == 0 || bytes < headerBytes || (length > 0 && block <= 0)) {
            throw file.malformed(
                    offset,
                    "a chunk header with type size " + item + ", " + length + " bytes in blocks of " + block
                            + ", compressed " + bytes,
                    "positive sizes; the file is damaged, copy or write it again");
        }
        file.require(offset, bytes, "a chunk");
        byte[] filters = new byte[6];
        byte[] filterMeta = new byte[6];
        int flags2 = 0;
        int blosc2Flags = 0;
        if (extended) {
            file.copyTo(offset + 16, 6, filters, 0, "filters");
            file.copyTo(offset + 24, 6, filterMeta, 0, "filter settings");
            flags2 = file.u8(offset + 30, "chunk flags");
            blosc2Flags = file.u8(offset + 31, "chunk flags");
        } else {
            filters[5] = (byte) ((flags & 1) != 0 ? 1 : (flags & 4) != 0 ? 2 : 0);
        }
        if (flags2 != 0) {
            throw new UnsupportedDataException(
                    file.name(),
                    "a chunk of format version " + version
                            + " with features that nbscope does not know (flags " + flags2 + " at byte " + (offset + 30)
                            + "); write it again with python-blosc2 4.14 or older");
        }
        int special = (blosc2Flags >> 4) & 7;
        if (version > NEWEST_VERSION && special > 4) {
            throw new UnsupportedDataException(file.name(), "a chunk of format version " + version);
        }
        return new ChunkHeader(
                offset,
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
                (flags & 2) != 0,
                (flags & 0x10) == 0,
                (blosc2Flags & 1) != 0);
    }

    /// The same chunk cut into other blocks, which only makes sense for one of special values.
    ChunkHeader withBlock(int bytes) {
        return new ChunkHeader(
                offset,
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

    int blocks() {
        return length == 0 ? 0 : (int) (((long) length + block - 1) / block);
    }

    /// Decoded bytes of block `index`; only the last may be short.
    int blockLength(int index) {
        return (int) Math.min(block, length - (long) index * block);
    }
}
