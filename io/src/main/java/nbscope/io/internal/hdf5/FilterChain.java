package nbscope.io.internal.hdf5;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.codec.BitshuffleChunk;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import nbscope.io.internal.codec.NativeRoom;
import nbscope.io.internal.filter.BitPlanes;
import nbscope.io.internal.filter.Filters;
import org.jspecify.annotations.Nullable;

/// Undoes the filters of a data set, chunk by chunk, with the working memory of one thread.
final class FilterChain {
    private static final int CHECKSUM = 4;

    private final List<FilterStep> steps;
    private final String file;
    private final int chunkBytes;
    private final int item;
    private final @Nullable BitshuffleChunk bitshuffle;
    private final Map<CodecFormat, Decoder> decoders = new EnumMap<>(CodecFormat.class);
    private final NativeRoom room = new NativeRoom();
    private byte[] one = new byte[0];
    private byte[] other = new byte[0];

    /// @param chunkBytes of a decoded chunk
    /// @param item       bytes per element
    FilterChain(List<FilterStep> steps, String file, int chunkBytes, int item) {
        this.steps = steps;
        this.file = file;
        this.chunkBytes = chunkBytes;
        this.item = item;
        bitshuffle = steps.stream()
                .filter(s -> s.id() == FilterStep.BITSHUFFLE)
                .findFirst()
                .map(this::bitshuffle)
                .orElse(null);
    }

    private BitshuffleChunk bitshuffle(FilterStep step) {
        return new BitshuffleChunk(
                BitPlanes.warming(),
                switch (step.value(4)) {
                    case FilterStep.BITSHUFFLE_LZ4 -> Decoder.of(CodecFormat.LZ4, true);
                    case FilterStep.BITSHUFFLE_ZSTD -> Decoder.of(CodecFormat.ZSTD, true);
                    default -> null;
                });
    }

    /// Whether chunks are decoded right into native memory.
    boolean isDirect(int skipped) {
        return steps.size() == 1 && steps.getFirst().id() == FilterStep.BITSHUFFLE && (skipped & 1) == 0;
    }

    /// @param out native memory of a chunk's length; where [#isDirect]
    void decode(MemorySegment in, MemorySegment out, long place) {
        bitshuffle(in, steps.getFirst(), out, place);
    }

    /// As [#decode] to memory that lasts until the next call.
    MemorySegment decode(MemorySegment in, long place) {
        MemorySegment out = room.exactly(chunkBytes);
        decode(in, out, place);
        return out;
    }

    private void bitshuffle(MemorySegment in, FilterStep step, MemorySegment out, long place) {
        int bytes = step.value(2) > 0 && step.value(2) < 256 ? step.value(2) : item;
        long block = 8L * bytes * Math.ceilDiv(Math.clamp(step.value(3), 0, 1 << 20), 8);
        java.util.Objects.requireNonNull(bitshuffle).decode(in, bytes, (int) block, out, file, place);
    }

    /// Any filters: the decoded chunk at the start of an array that lasts until the next call.
    ///
    /// @param skipped a bit for each filter that was not applied
    byte[] decodeToArray(MemorySegment in, int skipped, long place) {
        int n = (int) in.byteSize();
        one = atLeast(one, n);
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, 0, one, 0, n);
        for (int i = steps.size() - 1; i >= 0; i--) {
            FilterStep step = steps.get(i);
            if ((skipped >>> i & 1) != 0) {
                continue;
            }
            if (step.id() == FilterStep.FLETCHER) {
                n -= CHECKSUM;
                checkSum(one, n, place);
                continue;
            }
            int expected = step.id() == FilterStep.SHUFFLE ? n : decodedBytes(i, skipped);
            other = atLeast(other, expected);
            step(step, one, n, other, expected, place);
            n = expected;
            byte[] decoded = other;
            other = one;
            one = decoded;
        }
        if (n != chunkBytes) {
            throw new MalformedDataException(
                    file, place, "a chunk of " + n + " bytes", chunkBytes + "; the file is damaged");
        }
        return one;
    }

    /// Bytes before filter `i`: whole elements, which may have their checksum behind them.
    private int decodedBytes(int i, int skipped) {
        int bytes = chunkBytes;
        for (int k = 0; k < i; k++) {
            bytes += steps.get(k).id() == FilterStep.FLETCHER && (skipped >>> k & 1) == 0 ? CHECKSUM : 0;
        }
        return bytes;
    }

    private static byte[] atLeast(byte[] bytes, int n) {
        return bytes.length < n ? new byte[n] : bytes;
    }

    /// Undoes one filter, from one array to another.
    private void step(FilterStep step, byte[] in, int n, byte[] out, int expected, long place) {
        switch (step.id()) {
            case FilterStep.SHUFFLE -> {
                int bytes = step.value(0) > 0 && step.value(0) <= n ? step.value(0) : item;
                Filters.warming().unshuffle(bytes, n, in, out);
            }
            case FilterStep.DEFLATE ->
                check(run(CodecFormat.ZLIB, in, n, out, 0, expected), expected, "inflated bytes", place);
            case FilterStep.LZ4 -> lz4(in, n, out, expected, place);
            default -> {
                MemorySegment decoded = room.exactly(expected);
                bitshuffle(MemorySegment.ofArray(in).asSlice(0, n), step, decoded, place);
                MemorySegment.copy(decoded, ValueLayout.JAVA_BYTE, 0, out, 0, expected);
            }
        }
    }

    private int run(CodecFormat format, byte[] in, int n, byte[] out, int at, int length) {
        try {
            return decoders.computeIfAbsent(format, f -> Decoder.of(f, true)).decode(in, n, out, at, length);
        } catch (RuntimeException e) {
            // The decoders have exceptions of their own for damaged input.
            return -1;
        }
    }

    private void check(int found, int expected, String what, long place) {
        if (found != expected) {
            throw new MalformedDataException(
                    file,
                    place,
                    found < 0 ? "a damaged chunk" : "a chunk of " + found + " " + what,
                    expected + " " + what + "; the file is damaged, copy or write it again");
        }
    }

    /// Filter 32004 (H5Zlz4.c of HDF5's plugins): eight bytes, the decoded length, and four, that of a block, both
    /// big endian; then blocks with their compressed length before them. Those that would not shrink are stored.
    private void lz4(byte[] in, int n, byte[] out, int expected, long place) {
        MemorySegment bytes = MemorySegment.ofArray(in).asSlice(0, n);
        if (n < 12 || bytes.get(Fletcher.LONG, 0) != expected || bytes.get(Fletcher.INT, 8) <= 0) {
            throw new MalformedDataException(
                    file,
                    place,
                    "a damaged header of an LZ4 chunk",
                    "the length of " + expected + " bytes and that of its blocks; the file is damaged");
        }
        int block = bytes.get(Fletcher.INT, 8);
        int at = 12;
        byte[] packed = new byte[0];
        for (int done = 0; done < expected; ) {
            int length = Math.min(block, expected - done);
            int stored = n - at < 4 ? -1 : bytes.get(Fletcher.INT, at);
            at += 4;
            if (stored <= 0 || stored > n - at) {
                check(-1, expected, "bytes of LZ4 blocks", place + at - 4);
            }
            if (stored == length) {
                System.arraycopy(in, at, out, done, length);
            } else {
                packed = packed.length < stored ? new byte[stored] : packed;
                System.arraycopy(in, at, packed, 0, stored);
                check(run(CodecFormat.LZ4, packed, stored, out, done, length), length, "bytes in a block", place + at);
            }
            at += stored;
            done += length;
        }
    }

    private void checkSum(byte[] in, int n, long place) {
        if (n < 0) {
            check(-1, CHECKSUM, "bytes of a checksum", place);
        }
        int stored = MemorySegment.ofArray(in).get(Fletcher.LITTLE, n);
        int sum = Fletcher.sum(in, n);
        if (stored != sum && stored != Fletcher.swapped(sum)) {
            throw new MalformedDataException(
                    file,
                    place,
                    "a chunk with the checksum " + Integer.toHexString(sum),
                    Integer.toHexString(stored)
                            + ", as stored (fletcher32); its bytes are damaged, copy the file again");
        }
    }
}
