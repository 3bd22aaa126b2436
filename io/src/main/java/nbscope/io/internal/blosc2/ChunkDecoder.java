package nbscope.io.internal.blosc2;

import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.RowMover;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import nbscope.io.internal.codec.MissingLibraryException;
import nbscope.io.internal.filter.ByteDelta;
import nbscope.io.internal.filter.Delta;
import nbscope.io.internal.filter.Filters;

/// Decodes blocks of Blosc2 chunks (c-blosc2, README_CHUNK_FORMAT and `blosc_d` in blosc/blosc2.c). Immutable; the
/// caller brings the scratch of its thread.
final class ChunkDecoder {
    /// C-Blosc2 stops near 512 MiB; a thread needs up to four of these.
    static final int MAX_BLOCK = (int) Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Filters filters;

    ChunkDecoder(Filters filters) {
        this.filters = filters;
    }

    /// What brings the rows of a decoded block to their place.
    RowMover mover() {
        return filters;
    }

    /// A whole chunk whose decoded length the caller has judged to be sane.
    byte[] whole(ChunkHeader chunk, Scratch scratch) {
        byte[] out = new byte[chunk.length()];
        for (int i = 0; i < chunk.blocks(); i++) {
            block(chunk, i, scratch);
            System.arraycopy(scratch.data, 0, out, i * chunk.block(), chunk.blockLength(i));
        }
        return out;
    }

    /// Decodes block `index` to the start of `scratch.data`.
    void block(ChunkHeader chunk, int index, Scratch scratch) {
        block(chunk, index, chunk.blockLength(index), scratch);
    }

    /// As [#block(ChunkHeader, int, Scratch)], where only the first `wanted` bytes are needed: what stands behind them
    /// may
    /// be anything.
    void block(ChunkHeader chunk, int index, int wanted, Scratch scratch) {
        int n = chunk.blockLength(index);
        if (n > MAX_BLOCK) {
            throw new UnsupportedDataException(
                    chunk.file().name(),
                    "a block of " + n + " bytes (chunk at byte "
                            + chunk.offset() + "); nbscope reads blocks of up to " + MAX_BLOCK
                            + ". Write the array again with smaller blocks, or start Java with more memory (-Xmx)");
        }
        if (chunk.special() != 0) {
            special(chunk, index, n, scratch);
        } else if (chunk.stored()) {
            long at = chunk.headerBytes() + (long) index * chunk.block();
            requireInside(chunk, at, n);
            scratch.reserveData(n);
            chunk.file().copyTo(chunk.offset() + at, n, scratch.data, 0, "a block");
        } else {
            boolean delta = hasDelta(chunk);
            if (delta && index > 0) {
                reference(chunk, scratch);
            }
            streams(chunk, index, n, start(chunk, n, wanted), scratch);
            undoFilters(chunk, index, n, scratch);
        }
    }

    private void special(ChunkHeader chunk, int index, int n, Scratch scratch) {
        scratch.reserveData(n);
        byte[] out = scratch.data;
        switch (chunk.special()) {
            case 1, 4 -> Arrays.fill(out, 0, n, (byte) 0);
            case 2 -> repeat(nan(chunk), 0, out, n);
            case 3 -> {
                int width = chunk.bytes() - chunk.headerBytes();
                if (width < 1 || width > MAX_BLOCK || chunk.length() % width != 0) {
                    throw chunk.file()
                            .malformed(
                                    chunk.offset(),
                                    "a repeated value of " + width + " bytes in a chunk of " + chunk.length(),
                                    "a size that divides it; the file is damaged");
                }
                byte[] value = chunk.file().copy(chunk.offset() + chunk.headerBytes(), width, "a repeated value");
                repeat(value, (int) ((long) index * chunk.block() % width), out, n);
            }
            default ->
                throw chunk.file()
                        .malformed(
                                chunk.offset() + 31, "special value " + chunk.special(), "0 to 4; the file is damaged");
        }
    }

    private byte[] nan(ChunkHeader chunk) {
        return switch (chunk.item()) {
            case 4 -> new byte[] {0, 0, (byte) 0xc0, 0x7f};
            case 8 -> new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f};
            default ->
                throw chunk.file()
                        .malformed(
                                chunk.offset(), "a chunk of NaN with elements of " + chunk.item() + " bytes", "4 or 8");
        };
    }

    private static void repeat(byte[] value, int phase, byte[] out, int n) {
        for (int i = 0, k = phase; i < n; i++) {
            out[i] = value[k];
            k = k + 1 == value.length ? 0 : k + 1;
        }
    }

    private static boolean hasDelta(ChunkHeader chunk) {
        for (byte filter : chunk.filters()) {
            if (filter == 3) {
                return true;
            }
        }
        return false;
    }

    private void reference(ChunkHeader chunk, Scratch scratch) {
        if (!scratch.refersTo(chunk)) {
            scratch.referTo(null);
            block(chunk, 0, scratch);
            scratch.reference = Arrays.copyOf(scratch.data, chunk.blockLength(0));
            scratch.referTo(chunk);
        }
    }

    /// Bytes of the one stream of a block that its first `wanted` bytes depend on: all of them where a filter mixes
    /// bytes
    /// in another way than the shuffle.
    private static int start(ChunkHeader chunk, int n, int wanted) {
        int item = 1;
        for (int i = 0; i < 6; i++) {
            int filter = chunk.filters()[i];
            if (filter == 1 && item == 1) {
                int meta = chunk.filterMeta()[i] & 0xff;
                item = meta == 0 ? chunk.item() : meta;
            } else if (filter != 0 && filter != 4) {
                return n;
            }
        }
        // The bytes after the last whole element stand at the end.
        return n % item != 0 ? n : (item - 1) * (n / item) + Math.ceilDiv(wanted, item);
    }

    /// The compressed streams of a block, to `scratch.data`, before the filters.
    ///
    /// @param wanted bytes that are needed where the block has a single stream
    private void streams(ChunkHeader chunk, int index, int n, int wanted, Scratch scratch) {
        requireInside(chunk, chunk.headerBytes(), 4L * chunk.blocks());
        long starts = chunk.dataStart();
        long at = chunk.file().i32(chunk.offset() + chunk.headerBytes() + 4L * index, "a block offset");
        if (at < starts) {
            throw chunk.file()
                    .malformed(
                            chunk.offset() + chunk.headerBytes() + 4L * index,
                            "block " + index + " at " + at,
                            "an offset between " + starts + " and " + chunk.bytes() + "; the file is damaged");
        }
        int count = chunk.streams(n);
        int length = n / count;
        scratch.reserveData(n);
        for (int i = 0; i < count; i++) {
            at = stream(chunk, at, i * length, length, count == 1 ? wanted : length, scratch);
        }
    }

    /// @param at of the stream in the chunk
    /// @return where the next one begins
    private long stream(ChunkHeader chunk, long at, int to, int length, int wanted, Scratch scratch) {
        requireInside(chunk, at, 4);
        int size = chunk.file().i32(chunk.offset() + at, "a stream length");
        long from = at + 4;
        if (size == 0) {
            Arrays.fill(scratch.data, to, to + length, (byte) 0);
            return from;
        }
        if (size < 0) {
            requireInside(chunk, from, 1);
            boolean run = (chunk.file().u8(chunk.offset() + from, "a token") & 1) != 0;
            if (!run || size < -255) {
                throw chunk.file()
                        .malformed(
                                chunk.offset() + at, "stream length " + size, "a run of one byte; the file is damaged");
            }
            Arrays.fill(scratch.data, to, to + length, (byte) -size);
            return from + 1;
        }
        requireInside(chunk, from, size);
        if (size == length) {
            chunk.file().copyTo(chunk.offset() + from, length, scratch.data, to, "a stream");
        } else {
            byte[] in = scratch.reserveCompressed(size);
            chunk.file().copyTo(chunk.offset() + from, size, in, 0, "a stream");
            CodecFormat format = CodecFormat.of(
                    chunk.format(), chunk.userCodec(), chunk.file().name());
            decode(chunk, format, in, size, to, length, wanted, scratch);
        }
        return from + size;
    }

    private void decode(
            ChunkHeader chunk,
            CodecFormat format,
            byte[] in,
            int size,
            int to,
            int length,
            int wanted,
            Scratch scratch) {
        Decoder decoder = scratch.decoder(format);
        MalformedDataException damaged;
        try {
            int got = chunk.dictionary()
                    ? decoder.decode(in, size, scratch.data, to, length, scratch.dictionary(chunk))
                    : wanted < length
                            ? decoder.decodeStart(in, size, scratch.data, to, length, wanted)
                            : decoder.decode(in, size, scratch.data, to, length);
            if (got >= wanted && got <= length) {
                return;
            }
            damaged = damaged(chunk, format, got < 0 ? "a damaged stream" : "a stream of " + got + " bytes", length);
        } catch (MissingLibraryException e) {
            throw new UnsupportedDataException(chunk.file().name(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Each codec library has its own exceptions for damaged input.
            damaged = damaged(chunk, format, "a damaged stream (" + e.getMessage() + ")", length);
            damaged.initCause(e);
        }
        throw damaged;
    }

    private MalformedDataException damaged(ChunkHeader chunk, CodecFormat format, String found, int length) {
        return chunk.file()
                .malformed(
                        chunk.offset(),
                        found + " in the chunk that begins here",
                        length + " bytes of " + format.name().toLowerCase(java.util.Locale.ROOT)
                                + "; the file is damaged, copy or write it again");
    }

    private void undoFilters(ChunkHeader chunk, int index, int n, Scratch scratch) {
        for (int i = 5; i >= 0; i--) {
            int meta = chunk.filterMeta()[i] & 0xff;
            switch (chunk.filters()[i]) {
                case 0, 4, 36 -> {}
                case 1 -> {
                    scratch.reserveFilters(n);
                    filters.unshuffle(meta == 0 ? chunk.item() : meta, n, scratch.data, scratch.spare);
                    scratch.swap();
                }
                case 2 -> {
                    if (chunk.oldBitshuffle() && n / chunk.item() % 8 != 0) {
                        continue;
                    }
                    scratch.reserveFilters(n);
                    filters.bitUnshuffle(chunk.item(), n, scratch.data, scratch.spare, scratch.planes);
                    scratch.swap();
                }
                case 3 -> {
                    if (index == 0) {
                        Delta.first(scratch.data, n, chunk.item());
                    } else {
                        Delta.other(scratch.data, n, scratch.reference);
                    }
                }
                case 34 -> ByteDelta.undoEarly(scratch.data, n, meta == 0 ? chunk.item() : meta);
                case 35 -> ByteDelta.undo(scratch.data, n, meta == 0 ? chunk.item() : meta);
                default ->
                    throw new UnsupportedDataException(
                            chunk.file().name(),
                            "written with the filter "
                                    + filterName(chunk.filters()[i] & 0xff)
                                    + ", which nbscope does not read. Read are shuffle, "
                                    + "bitshuffle, delta, bytedelta, trunc_prec and int_trunc: install libblosc2 or name "
                                    + "its file in NBSCOPE_LIBBLOSC2, or write the array again with one of them");
            }
        }
    }

    /// Whether [#block] undoes the filter.
    static boolean knowsFilter(int id) {
        return id <= 4 || (id >= 34 && id <= 36);
    }

    /// Names from c-blosc2's include/blosc2/filters-registry.h.
    private static String filterName(int id) {
        return switch (id) {
            case 32 -> "ndcell (a plugin of libblosc2)";
            case 33 -> "ndmean (a plugin of libblosc2)";
            default -> "number " + id;
        };
    }

    private void requireInside(ChunkHeader chunk, long at, long n) {
        if (at < 0 || at + n > chunk.bytes()) {
            throw chunk.file()
                    .malformed(
                            chunk.offset() + at,
                            "the end of the chunk at byte " + (chunk.offset() + chunk.bytes()),
                            n + " more bytes; the file is damaged, copy or write it again");
        }
    }
}
