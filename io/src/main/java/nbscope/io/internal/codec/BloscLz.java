package nbscope.io.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// BloscLZ, the codec in which every Blosc2 frame keeps its chunk offsets (c-blosc2, blosc/blosclz.c).
///
/// A control byte under 32 starts a run of literals one longer than itself. Any other is a match: its top three bits
/// are the length (7: more length bytes follow), its low five bits with the next byte the distance (all ones: two more
/// bytes of a far distance). The first control byte has its top bits masked off.
public final class BloscLz implements Decoder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NEAR = 8191;

    /// Runs up to this long are copied as if they were this long: what follows overwrites what was too much.
    private static final int SHORT_RUN = 32;

    @Override
    // hot loop
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        if (inLength < 1) {
            return -1;
        }
        int end = at + length;
        int run = (in[0] & 31) + 1;
        if (run > length || run >= inLength) {
            return -1;
        }
        System.arraycopy(in, 1, out, at, run);
        int ip = 1 + run;
        int op = at + run;
        int lastIp = inLength - 1 - SHORT_RUN;
        int lastOp = end - SHORT_RUN;
        while (ip < inLength) {
            // Far from both ends a token is one load, and a short run is copied without asking how long it is.
            while (ip <= lastIp && op <= lastOp) {
                long token = (long) LONG.get(in, ip);
                int control = (int) token & 255;
                if (control < 32) {
                    if (control < 8) {
                        LONG.set(out, op, (long) LONG.get(in, ip + 1));
                    } else {
                        thirtyTwo(in, ip + 1, out, op);
                    }
                    op += control + 1;
                    ip += control + 2;
                    continue;
                }
                run = (control >> 5) + 2;
                int shift = 8;
                if (control >= 224) {
                    int more = (int) (token >>> 8) & 255;
                    if (more == 255) {
                        break;
                    }
                    run += more;
                    shift = 16;
                }
                int distance = (control & 31) << 8 | (int) (token >>> shift) & 255;
                if (distance == NEAR) {
                    int far = (int) (token >>> shift + 8);
                    distance += (far & 255) << 8 | far >>> 8 & 255;
                    shift += 16;
                }
                int from = op - distance - 1;
                if (run > end - op || from < at) {
                    return -1;
                }
                if (distance >= 7 && run <= SHORT_RUN) {
                    thirtyTwo(out, from, out, op);
                } else {
                    copy(out, from, op, run);
                }
                op += run;
                ip += (shift >> 3) + 1;
            }
            if (ip < inLength) {
                long next = slow(in, ip, inLength, out, op, at, end);
                if (next < 0) {
                    return -1;
                }
                ip = (int) (next >>> 32);
                op = (int) next;
            }
        }
        return op - at;
    }

    /// One token with every check: where `in` goes on in the upper half, where `out` goes on in the lower; or -1.
    private static long slow(byte[] in, int start, int inLength, byte[] out, int op, int at, int end) {
        int ip = start;
        int control = in[ip++] & 255;
        int run = control + 1;
        if (control < 32) {
            if (run > end - op || run > inLength - ip) {
                return -1;
            }
            System.arraycopy(in, ip, out, op, run);
            return (long) (ip + run) << 32 | (op + run);
        }
        run = (control >> 5) + 2;
        for (int more = control >= 224 ? 255 : 0; more == 255; run += more) {
            if (ip >= inLength || run > end - op) {
                return -1;
            }
            more = in[ip++] & 255;
        }
        if (ip >= inLength) {
            return -1;
        }
        int distance = (control & 31) << 8 | in[ip++] & 255;
        if (distance == NEAR) {
            if (ip + 1 >= inLength) {
                return -1;
            }
            distance += (in[ip] & 255) << 8 | in[ip + 1] & 255;
            ip += 2;
        }
        int from = op - distance - 1;
        if (run > end - op || from < at) {
            return -1;
        }
        copy(out, from, op, run);
        return (long) ip << 32 | (op + run);
    }

    /// Bytes in their order, so that a match may overlap what it writes from eight bytes of distance on.
    private static void thirtyTwo(byte[] in, int from, byte[] out, int to) {
        LONG.set(out, to, (long) LONG.get(in, from));
        LONG.set(out, to + 8, (long) LONG.get(in, from + 8));
        LONG.set(out, to + 16, (long) LONG.get(in, from + 16));
        LONG.set(out, to + 24, (long) LONG.get(in, from + 24));
    }

    private static void copy(byte[] out, int from, int to, int run) {
        int distance = to - from;
        if (distance == 1) {
            Arrays.fill(out, to, to + run, out[from]);
        } else if (distance >= run) {
            System.arraycopy(out, from, out, to, run);
        } else {
            for (int i = 0; i < run; i++) {
                out[to + i] = out[from + i];
            }
        }
    }
}
