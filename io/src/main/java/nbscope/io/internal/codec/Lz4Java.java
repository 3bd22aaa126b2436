package nbscope.io.internal.codec;

import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import java.util.Arrays;

/// LZ4 blocks in Java.
public final class Lz4Java implements Decoder {
    private static final int SHORTEST_MATCH = 4;

    private final Lz4JavaDecompressor lz4 = new Lz4JavaDecompressor();

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        return lz4.decompress(in, 0, inLength, out, at, length);
    }

    /// aircompressor knows no dictionaries. A sequence is a token (lengths of literals and match, four bits each,
    /// 15: more bytes follow), the literals, a distance of two bytes (lz4, doc/lz4_Block_format.md). The
    /// dictionary stands right before the output.
    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length, byte[] dictionary) {
        byte[] input = Arrays.copyOf(in, inLength);
        int end = at + length;
        int ip = 0;
        int op = at;
        while (true) {
            int token = input[ip++] & 255;
            int run = token >> 4;
            for (int more = run == 15 ? 255 : 0; more == 255; run += more) {
                more = input[ip++] & 255;
                if (run > length) {
                    return -1;
                }
            }
            if (run > end - op || run > inLength - ip) {
                return -1;
            }
            System.arraycopy(input, ip, out, op, run);
            ip += run;
            op += run;
            if (ip == inLength) {
                return op - at;
            }
            int distance = input[ip] & 255 | (input[ip + 1] & 255) << 8;
            ip += 2;
            run = token & 15;
            for (int more = run == 15 ? 255 : 0; more == 255; run += more) {
                more = input[ip++] & 255;
                if (run > length) {
                    return -1;
                }
            }
            run += SHORTEST_MATCH;
            int from = op - distance;
            if (distance == 0 || run > end - op || from < at - dictionary.length) {
                return -1;
            }
            for (int i = 0; i < run; i++, from++) {
                out[op++] = from < at ? dictionary[dictionary.length + from - at] : out[from];
            }
        }
    }
}
