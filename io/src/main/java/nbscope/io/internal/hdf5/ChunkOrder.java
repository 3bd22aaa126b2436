package nbscope.io.internal.hdf5;

import java.util.Arrays;

/// The order in which the indexes that are arrays (implicit, fixed, extensible) number the chunks of a
/// data set: in C order, as many along each axis as the data set may grow to, the axis without a limit
/// first.
///
/// @param chunk  elements of a chunk along each axis
/// @param slots  chunks along each axis, at most; that of an axis without a limit counts for nothing
/// @param growing the axis without a limit, 0 where there is none
record ChunkOrder(int[] chunk, long[] slots, int growing) {
    /// @param most lengths that the axes may have; negative without a limit
    static ChunkOrder of(int[] chunk, long[] shape, long[] most) {
        long[] slots = new long[chunk.length];
        int growing = 0;
        for (int i = 0; i < slots.length; i++) {
            long length = i < most.length && most[i] >= 0 ? Math.max(most[i], shape[i]) : shape[i];
            slots[i] = length == 0 ? 1 : (length - 1) / chunk[i] + 1;
            if (i < most.length && most[i] < 0) {
                growing = i;
            }
        }
        return new ChunkOrder(chunk, slots, growing);
    }

    /// The first element of a chunk along each axis.
    long[] offset(long index) {
        long[] at = new long[chunk.length];
        long rest = index;
        for (int i = chunk.length - 1; i >= 0; i--) {
            if (i != growing) {
                at[i] = rest % slots[i] * chunk[i];
                rest /= slots[i];
            }
        }
        at[growing] = growing == 0 || rest <= Long.MAX_VALUE / chunk[growing] ? rest * chunk[growing] : Long.MAX_VALUE;
        return at;
    }

    /// How many numbers there are; -1 where they do not fit a long.
    long count() {
        long n = 1;
        for (long s : slots) {
            if (s > Long.MAX_VALUE / n) {
                return -1;
            }
            n *= s;
        }
        return n;
    }

    @Override
    public String toString() {
        return Arrays.toString(slots) + " chunks of " + Arrays.toString(chunk);
    }
}
