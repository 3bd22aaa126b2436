package nbscope.io.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Says whether bytes are noise that no byte codec makes smaller: all values about as frequent, and hardly four bytes
/// that stood there before. The low bytes of measured floats are, and they are half of such a file. For one thread.
final class NoiseProbe {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// How much more often than by chance two of the bytes may be equal: at most 0.14 bits of a byte to be saved.
    private static final double EVEN = 1.1;

    private static final int TABLE_BITS = 12;

    private final int[] counts = new int[256];
    private final int[] last = new int[1 << TABLE_BITS];

    boolean isNoise(byte[] in, int at, int n) {
        return even(in, at, n) && !repeats(in, at, n);
    }

    private boolean even(byte[] in, int at, int n) {
        Arrays.fill(counts, 0);
        for (int i = at; i < at + n; i++) {
            counts[in[i] & 255]++;
        }
        long pairs = 0;
        for (int c : counts) {
            pairs += (long) c * (c - 1);
        }
        return pairs * 256.0 <= EVEN * n * (n - 1.0);
    }

    private boolean repeats(byte[] in, int at, int n) {
        Arrays.fill(last, -1);
        int found = 0;
        for (int i = at; i + 4 <= at + n; i++) {
            int four = (int) INT.get(in, i);
            int slot = four * 0x9e3779b1 >>> 32 - TABLE_BITS;
            int before = last[slot];
            last[slot] = i;
            if (before >= 0 && (int) INT.get(in, before) == four) {
                found++;
            }
        }
        return found > n / 64;
    }
}
