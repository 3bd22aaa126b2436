package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import nbscope.io.czi.CziPixelType;
import nbscope.io.internal.codec.NativeRoom;
import nbscope.io.internal.codec.ZstdSegments;
import nbscope.io.internal.filter.BytePairs;

/// Zstd0: zstd frames. Zstd1: a header of one or three bytes before them, which may say that the low bytes of all
/// samples stand before all high bytes (HiLo packing).
///
/// Room is made for what the tile needs, never for what the frame claims.
final class ZstdDecoder implements PayloadDecoder {
    /// A packed tile has to be unpacked whole to find its high bytes; so many tiles of content are.
    private static final int LONGEST_PACKED = 2;

    private final boolean hasHeader;
    private final ZstdSegments zstd;
    private final BytePairs pairs = BytePairs.warming();
    private final NativeRoom input = new NativeRoom();
    private final NativeRoom content = new NativeRoom();
    private final NativeRoom staging = new NativeRoom();
    private long unpackNanos;

    /// @param hasHeader for Zstd1
    ZstdDecoder(boolean hasHeader, boolean nativeLibraries) {
        this.hasHeader = hasHeader;
        zstd = ZstdSegments.of(nativeLibraries);
    }

    @Override
    public void decode(MemorySegment payload, TileShape shape, MemorySegment out) {
        unpackNanos = 0;
        int header = hasHeader ? headerBytes(payload) : 0;
        MemorySegment frames = inNativeMemory(payload.asSlice(header));
        if (isPacked(payload, header, shape)) {
            unpack(content(frames, shape), shape, out);
        } else {
            plain(frames, shape, out);
        }
    }

    @Override
    public TilePixels pixels(MemorySegment payload, TileShape shape, Supplier<MemorySegment> room) {
        unpackNanos = 0;
        int header = hasHeader ? headerBytes(payload) : 0;
        MemorySegment frames = inNativeMemory(payload.asSlice(header));
        if (isPacked(payload, header, shape)) {
            MemorySegment planes = content(frames, shape);
            if (planes.byteSize() / 2 * 2 >= shape.bytes()) {
                return new TilePixels.Packed(planes, planes.byteSize() / 2, pairs);
            }
            MemorySegment out = room.get();
            unpack(planes, shape, out);
            return TilePixels.of(out);
        }
        MemorySegment out = room.get();
        plain(frames, shape, out);
        return TilePixels.of(out);
    }

    private static boolean isPacked(MemorySegment payload, int header, TileShape shape) {
        boolean packed = header == 3 && (payload.get(ValueLayout.JAVA_BYTE, 2) & 1) != 0;
        if (packed && shape.type() != CziPixelType.GRAY16 && shape.type() != CziPixelType.BGR48) {
            throw new DamagedPayloadException(
                    "HiLo packing of " + shape.type() + " pixels", "it with Gray16 or Bgr48 only");
        }
        return packed;
    }

    @Override
    public long unpackNanos() {
        return unpackNanos;
    }

    private static int headerBytes(MemorySegment payload) {
        long n = payload.byteSize();
        int first = n == 0 ? -1 : payload.get(ValueLayout.JAVA_BYTE, 0);
        if (first == 1) {
            return 1;
        }
        if (first == 3 && n >= 3 && payload.get(ValueLayout.JAVA_BYTE, 1) == 1) {
            return 3;
        }
        throw new DamagedPayloadException(
                n == 0 ? "an empty payload" : "a Zstd1 header that begins with the byte " + (first & 0xFF),
                "the byte 1, or 3, 1 and the flags of HiLo packing");
    }

    private MemorySegment inNativeMemory(MemorySegment bytes) {
        if (bytes.isNative()) {
            return bytes;
        }
        MemorySegment copy = input.exactly(bytes.byteSize());
        return copy.copyFrom(bytes);
    }

    private void plain(MemorySegment frames, TileShape shape, MemorySegment out) {
        long tile = shape.bytes();
        if (out.isNative() && frames.byteSize() > 0) {
            long n = zstd.decode(frames, out.asSlice(0, tile));
            if (n >= 0) {
                RawDecoder.clear(out, n, shape);
                return;
            }
        }
        // Another array, or content that is longer than the tile.
        MemorySegment room = room(tile);
        RawDecoder.copy(room.asSlice(0, Math.min(decoded(frames, room, tile), tile)), shape, out);
    }

    /// Both planes of bytes, in memory that is used again.
    private MemorySegment content(MemorySegment frames, TileShape shape) {
        long tile = shape.bytes();
        long claimed = Math.max(tile, Math.min(ZstdSegments.claimedLength(frames), LONGEST_PACKED * tile));
        MemorySegment room = room(claimed);
        return room.asSlice(0, decoded(frames, room, Long.MAX_VALUE));
    }

    private void unpack(MemorySegment planes, TileShape shape, MemorySegment out) {
        long half = planes.byteSize() / 2;
        long start = System.nanoTime();
        long n = Math.min(half, shape.bytes() / 2);
        if (out.isNative()) {
            new TilePixels.Packed(planes, half, pairs).copy(0, out, 0, 2 * n);
        } else {
            // Through a batch in native memory, which the vectors need.
            MemorySegment batchRoom = staging.reserve(2L * BytePairs.BATCH);
            for (long i = 0; i < n; i += BytePairs.BATCH) {
                int batch = (int) Math.min(BytePairs.BATCH, n - i);
                pairs.join(planes, i, half + i, batchRoom, 0, batch);
                MemorySegment.copy(batchRoom, 0, out, 2 * i, 2L * batch);
            }
        }
        RawDecoder.clear(out, 2 * n, shape);
        unpackNanos = System.nanoTime() - start;
    }

    /// So much that content which is too long still fills the tile.
    private MemorySegment room(long bytes) {
        return content.reserve(bytes + ZstdSegments.LARGEST_BLOCK);
    }

    /// @param whenTooLong the result for content that does not fit
    private long decoded(MemorySegment frames, MemorySegment room, long whenTooLong) {
        long n = frames.byteSize() == 0 ? ZstdSegments.DAMAGED : zstd.decode(frames, room);
        if (n == ZstdSegments.TOO_LONG && whenTooLong <= room.byteSize()) {
            return whenTooLong;
        }
        if (n < 0) {
            throw new DamagedPayloadException(
                    n == ZstdSegments.TOO_LONG
                            ? "packed zstd content of more than " + room.byteSize() + " bytes"
                            : "a damaged zstd frame (" + frames.byteSize() + " bytes)",
                    "zstd frames with the pixels of the tile");
        }
        return n;
    }
}
