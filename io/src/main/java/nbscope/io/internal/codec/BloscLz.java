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

    /// Runs up to this long are copied by sixteens, which may write too much: what follows overwrites it.
    private static final int SHORT_RUN = 32;

    @Override
    // hot loop
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        if (inLength < 1) {
            return -1;
        }
        int end = at + length;
        int ip = 1;
        int op = at;
        int control = in[0] & 31;
        while (true) {
            if (control < 32) {
                int run = control + 1;
                if (run > end - op || run > inLength - ip) {
                    return -1;
                }
                if (run <= SHORT_RUN && end - op >= SHORT_RUN && inLength - ip >= SHORT_RUN) {
                    shortRun(in, ip, out, op, run);
                } else {
                    System.arraycopy(in, ip, out, op, run);
                }
                op += run;
                ip += run;
            } else {
                int run = (control >> 5) - 1;
                int distance = (control & 31) << 8;
                int code = 255;
                while (run >= 6 && code == 255) {
                    if (ip >= inLength || run > length) {
                        return -1;
                    }
                    code = in[ip++] & 255;
                    run += code;
                }
                if (ip >= inLength) {
                    return -1;
                }
                code = in[ip++] & 255;
                distance += code;
                if (distance == NEAR) {
                    if (ip + 1 >= inLength) {
                        return -1;
                    }
                    distance += (in[ip] & 255) << 8 | in[ip + 1] & 255;
                    ip += 2;
                }
                run += 3;
                int from = op - distance - 1;
                if (run > end - op || from < at) {
                    return -1;
                }
                if (distance >= 7 && run <= SHORT_RUN && end - op >= SHORT_RUN) {
                    shortRun(out, from, out, op, run);
                } else {
                    copy(out, from, op, run);
                }
                op += run;
            }
            if (ip >= inLength) {
                return op - at;
            }
            control = in[ip++] & 255;
        }
    }

    /// In the order of the bytes, so that a match may overlap what it writes from eight bytes of distance on.
    private static void shortRun(byte[] in, int from, byte[] out, int to, int run) {
        LONG.set(out, to, (long) LONG.get(in, from));
        LONG.set(out, to + 8, (long) LONG.get(in, from + 8));
        if (run > 16) {
            LONG.set(out, to + 16, (long) LONG.get(in, from + 16));
            LONG.set(out, to + 24, (long) LONG.get(in, from + 24));
        }
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
