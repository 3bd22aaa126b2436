package nbscope.io.internal.hdf5;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// HDF5's Fletcher-32 (H5checksum.c, H5_checksum_fletcher32): 16-bit words, high byte first, in ones' complement.
final class Fletcher {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt LITTLE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Words after which sums of 32 bits are folded, before they overflow.
    private static final int RUN = 360;

    private Fletcher() {}

    static int sum(byte[] bytes, int n) {
        int low = 0;
        int high = 0;
        int words = n / 2;
        int at = 0;
        while (words > 0) {
            int run = Math.min(words, RUN);
            words -= run;
            for (int i = 0; i < run; i++, at += 2) {
                low += (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
                high += low;
            }
            low = (low & 0xffff) + (low >>> 16);
            high = (high & 0xffff) + (high >>> 16);
        }
        if (n % 2 != 0) {
            low += (bytes[at] & 0xff) << 8;
            high += low;
            low = (low & 0xffff) + (low >>> 16);
            high = (high & 0xffff) + (high >>> 16);
        }
        low = (low & 0xffff) + (low >>> 16);
        high = (high & 0xffff) + (high >>> 16);
        return high << 16 | low;
    }

    /// As versions before 1.6.3 of HDF5 wrote it on little-endian machines: the bytes of both halves the other way
    /// round.
    static int swapped(int sum) {
        return (sum & 0x00ff00ff) << 8 | sum >>> 8 & 0x00ff00ff;
    }
}
