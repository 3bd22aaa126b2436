package nbscope.io.internal.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Zstandard content from one memory segment to another, without copies through the heap: for frames of megabytes.
/// One instance serves one thread at a time.
public sealed interface ZstdSegments permits ZstdNativeSegments, ZstdJavaSegments {
    /// What [#decode] returns for content longer than `out`.
    long TOO_LONG = -1;

    /// What [#decode] returns for a stream that breaks the format.
    long DAMAGED = -2;

    /// A block of a frame is never longer (RFC 8878, 3.1.1.2.4).
    int LARGEST_BLOCK = 128 * 1024;

    /// Decodes all frames of `in` to the start of `out`, both native memory. Blocks are decoded one after
    /// another: content that is too long has still filled `out`, but for less than [#LARGEST_BLOCK] bytes.
    ///
    /// @return the bytes of the content, [#TOO_LONG] or [#DAMAGED]
    long decode(MemorySegment in, MemorySegment out);

    /// The native library where allowed and found, else Java.
    static ZstdSegments of(boolean nativeLibraries) {
        return nativeLibraries && ZstdNativeSegments.available() ? new ZstdNativeSegments() : new ZstdJavaSegments();
    }

    /// What the first frame says about the length of its content: a claim, nothing to allocate by.
    ///
    /// @return -1 where it says nothing
    static long claimedLength(MemorySegment in) {
        ValueLayout.OfInt word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        if (in.byteSize() < 6 || in.get(word, 0) != 0xFD2FB528) {
            return -1;
        }
        int descriptor = in.get(ValueLayout.JAVA_BYTE, 4);
        boolean single = (descriptor & 0x20) != 0;
        int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
        int bytes = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6 & 3];
        int at = 5 + (single ? 0 : 1) + dictionary;
        if (bytes == 0 || at + bytes > in.byteSize()) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length |= (in.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << 8 * i;
        }
        return bytes == 2 ? length + 256 : length < 0 ? Long.MAX_VALUE : length;
    }
}
