package nbscope.io.internal.mib;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.ReadRanges;

/// Turns raw groups around. Pixels of 6 and 12 bits stand in a byte and in two, big endian, with
/// eight bytes of them in reverse order: to reverse the bytes of a word does both. One bit per
/// pixel: 64 pixels in a word, big endian, the first in its lowest bit.
///
/// @param kind one of the raw kinds
record MibDecoder(MibHeader.Kind kind) implements Decoder {
    private static final long serialVersionUID = 1L;

    private static final ValueLayout.OfLong LITTLE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int WORD = Long.BYTES;
    private static final long BYTE_EACH = 0x0101_0101_0101_0101L;
    private static final long BIT_EACH = 0x8040_2010_0804_0201L;
    private static final long LOW_HALVES = 0x00FF_00FF_00FF_00FFL;

    @Override
    public DType nativeType() {
        return kind.dtype;
    }

    @Override
    public Decode decode() {
        return switch (kind) {
            case RAW_1 -> MibDecoder::bits;
            case RAW_6, RAW_12 -> MibDecoder::words;
            case RAW_24 -> MibDecoder::halves;
            case QUAD_1 -> MibDecoder::quadBits;
            case QUAD_6 -> MibDecoder::quadBytes;
            case QUAD_12 -> MibDecoder::quadShorts;
            case U08, U16, U32 -> throw new IllegalStateException(kind + " is no raw kind");
        };
    }

    private static void words(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        reversed(in, out, range * in.byteSize());
    }

    private static void bits(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        spread(in, out, range * in.byteSize() * 8);
    }

    private static void halves(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        // Two bytes in, four out; both ranges of a frame go to the same pixels.
        long to = (range / 2) * in.byteSize() * 2;
        if (range % 2 == 0) {
            upper(in, out, to);
        } else {
            lower(in, out, to);
        }
    }

    private static void quadBits(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        long to = ranges.entry(tile, range, 4);
        if (ranges.entry(tile, range, 3) == 0) {
            spread(in, out, to);
        } else {
            spreadMirrored(in, out, to);
        }
    }

    private static void quadBytes(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        long to = ranges.entry(tile, range, 4);
        if (ranges.entry(tile, range, 3) == 0) {
            reversed(in, out, to);
        } else {
            mirroredBytes(in, out, to);
        }
    }

    private static void quadShorts(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
        long to = 2 * ranges.entry(tile, range, 4);
        if (ranges.entry(tile, range, 3) == 0) {
            reversed(in, out, to);
        } else {
            mirroredShorts(in, out, to);
        }
    }

    private static void reversed(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            out.set(LITTLE, to + i, in.get(BIG, i));
        }
    }

    /// Turned around twice: groups from the other end, their bytes in the order of the file.
    private static void mirroredBytes(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            out.set(LITTLE, to + n - WORD - i, in.get(LITTLE, i));
        }
    }

    /// As [#mirroredBytes], with the two bytes of each pixel exchanged.
    private static void mirroredShorts(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            long four = in.get(LITTLE, i);
            out.set(LITTLE, to + n - WORD - i, (four & LOW_HALVES) << 8 | four >>> 8 & LOW_HALVES);
        }
    }

    private static void spread(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            spread(in.get(BIG, i), out, to + 8 * i);
        }
    }

    private static void spreadMirrored(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            spread(Long.reverse(in.get(BIG, i)), out, to + 8 * (n - WORD - i));
        }
    }

    /// 64 bits, the lowest first, to 64 bytes of 0 or 1.
    private static void spread(long bits, MemorySegment out, long to) {
        for (int i = 0; i < WORD; i++) {
            long eight = (bits >>> 8 * i & 0xFF) * BYTE_EACH & BIT_EACH;
            // Any bit of a byte carries into its highest one.
            out.set(LITTLE, to + 8L * i, eight + 0x7F * BYTE_EACH >>> 7 & BYTE_EACH);
        }
    }

    private static void upper(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            long four = in.get(BIG, i);
            out.set(LITTLE, to + 2 * i, two(four) << 12);
            out.set(LITTLE, to + 2 * i + WORD, two(four >>> 32) << 12);
        }
    }

    private static void lower(MemorySegment in, MemorySegment out, long to) {
        long n = in.byteSize();
        for (long i = 0; i < n; i += WORD) {
            long four = in.get(BIG, i);
            long first = to + 2 * i;
            out.set(LITTLE, first, out.get(LITTLE, first) + two(four));
            out.set(LITTLE, first + WORD, out.get(LITTLE, first + WORD) + two(four >>> 32));
        }
    }

    /// The lower two of four numbers of 16 bits as two of 32; shifted by 12 and summed they never
    /// carry.
    private static long two(long four) {
        return four & 0xFFFF | (four & 0xFFFF_0000L) << 16;
    }
}
