package nbscope.io.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// BloscLZ (c-blosc2, blosc/blosclz.c; the format stands at [BloscLz]). Before it encodes it estimates the ratio from
/// the end of the input and gives up where it is small, with the same thresholds as C.
public final class BloscLzEncoder implements Encoder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int HASH_LOG = 14;
    private static final int MAX_COPY = 32;
    private static final int NEAR = 8191;
    private static final int FAR = 65535 + NEAR - 1;
    /// What a match gives back of its length, and the shortest that is worth its code.
    private static final int SHIFT = 4;

    private static final int MIN_INPUT = 16;
    private static final int MIN_OUTPUT = 66;
    private static final double[] WORTHWHILE = {0, 2, 1.5, 1.2, 1.2, 1.2, 1.2, 1.15, 1.1, 1.0};

    private final int level;
    private final int hashLog;
    private final int[] table;

    public BloscLzEncoder(int level) {
        this.level = level;
        this.hashLog = level == 1 ? HASH_LOG - 2 : level == 2 ? HASH_LOG - 1 : HASH_LOG;
        this.table = new int[1 << hashLog];
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        if (length < MIN_INPUT || limit < MIN_OUTPUT) {
            return 0;
        }
        int probe = level < 2 ? length / 8 : level < 4 ? length / 4 : level < 7 ? length / 2 : length;
        if (ratio(in, at + length - probe, probe) < WORTHWHILE[level]) {
            return 0;
        }
        return compress(in, at, length, out, to, limit);
    }

    private int hash(int sequence) {
        return (sequence * 0x9e3779b1) >>> (32 - hashLog);
    }

    /// How far the bytes from `ip` equal those from `ref`, in C's counting: one further than the first difference for
    /// a match, the difference itself for a run.
    private static int equalUntil(byte[] in, int ip, int ref, int bound, boolean run) {
        int i = ip;
        int r = ref;
        while (i < bound - 8) {
            long difference = (long) LONG.get(in, i) ^ (long) LONG.get(in, r);
            if (difference != 0) {
                return i + (Long.numberOfTrailingZeros(difference) >>> 3) + (run ? 0 : 1);
            }
            i += 8;
            r += 8;
        }
        while (i < bound) {
            if (in[r] != in[i]) {
                return run ? i : i + 1;
            }
            i++;
            r++;
        }
        return i;
    }

    /// A guess at the ratio from the first bytes at `base`.
    private double ratio(byte[] in, int base, int length) {
        int limit = Math.min(length, 1 << hashLog);
        int bound = base + limit - 1;
        int end = base + limit - 12;
        Arrays.fill(table, base);
        int ip = base;
        int copy = 4;
        int cost = 5;
        while (ip < end) {
            int anchor = ip;
            int sequence = (int) INT.get(in, ip);
            int slot = hash(sequence);
            int ref = table[slot];
            int distance = anchor - ref;
            table[slot] = anchor;
            int len = 0;
            if (distance != 0 && distance < FAR && (int) INT.get(in, ref) == sequence) {
                ip = equalUntil(in, anchor + 4, ref + 4, bound, distance == 1) - SHIFT;
                len = ip - anchor;
            }
            if (len < SHIFT) {
                cost++;
                ip = anchor + 1;
                if (++copy == MAX_COPY) {
                    copy = 0;
                    cost++;
                }
                continue;
            }
            if (copy == 0) {
                cost--;
            }
            copy = 0;
            cost += (len >= 7 ? (len - 7) / 255 + 1 : 0) + (distance - 1 < NEAR ? 2 : 4);
            table[hash((int) INT.get(in, ip))] = ip;
            ip += 2;
            cost++;
        }
        return (double) (ip - base) / cost;
    }

    // hot loop
    private int compress(byte[] in, int base, int length, byte[] out, int to, int limit) {
        int bound = base + length - 1;
        int end = base + length - 12;
        int stop = to + limit;
        Arrays.fill(table, base);
        int ip = base;
        int op = to;
        int copy = 4;
        out[op++] = MAX_COPY - 1;
        INT.set(out, op, (int) INT.get(in, ip));
        ip += 4;
        op += 4;
        while (ip < end) {
            int anchor = ip;
            int sequence = (int) INT.get(in, ip);
            int slot = hash(sequence);
            int ref = table[slot];
            int distance = anchor - ref;
            table[slot] = anchor;
            int len = 0;
            if (distance != 0 && distance < FAR && (int) INT.get(in, ref) == sequence) {
                ip = equalUntil(in, anchor + 4, ref + 4, bound, distance == 1) - SHIFT;
                len = ip - anchor;
            }
            distance--;
            if (len < SHIFT || (len <= 5 && distance >= NEAR)) {
                if (op + 2 > stop) {
                    return 0;
                }
                out[op++] = in[anchor];
                ip = anchor + 1;
                if (++copy == MAX_COPY) {
                    copy = 0;
                    out[op++] = MAX_COPY - 1;
                }
                continue;
            }
            // The count of the literals before, or its room given back.
            if (copy != 0) {
                out[op - copy - 1] = (byte) (copy - 1);
            } else {
                op--;
            }
            copy = 0;
            boolean far = distance >= NEAR;
            int code = far ? 31 : distance >> 8;
            if (op + 6 + len / 255 > stop) {
                return 0;
            }
            if (len < 7) {
                out[op++] = (byte) (len << 5 | code);
            } else {
                out[op++] = (byte) (7 << 5 | code);
                int rest = len - 7;
                for (; rest >= 255; rest -= 255) {
                    out[op++] = (byte) 255;
                }
                out[op++] = (byte) rest;
            }
            if (far) {
                out[op++] = (byte) 255;
                out[op++] = (byte) ((distance - NEAR) >> 8);
                out[op++] = (byte) (distance - NEAR);
            } else {
                out[op++] = (byte) distance;
            }
            sequence = (int) INT.get(in, ip);
            table[hash(sequence)] = ip++;
            if (level == 9) {
                table[hash(sequence >>> 8)] = ip;
            }
            ip++;
            if (op + 1 > stop) {
                return 0;
            }
            out[op++] = MAX_COPY - 1;
        }
        while (ip <= bound) {
            if (op + 2 > stop) {
                return 0;
            }
            out[op++] = in[ip++];
            if (++copy == MAX_COPY) {
                copy = 0;
                out[op++] = MAX_COPY - 1;
            }
        }
        if (copy != 0) {
            out[op - copy - 1] = (byte) (copy - 1);
        } else {
            op--;
        }
        out[to] |= 1 << 5;
        return op - to;
    }
}
