package nbscope.io.internal.codec;

import java.util.zip.Deflater;

/// zlib streams by the JDK. The deflater's native memory goes when this object does.
final class ZlibEncoder implements Encoder {
    private final Deflater deflater;

    ZlibEncoder(int level, boolean differences) {
        deflater = new Deflater(level);
        // On bytedelta's output a twentieth smaller; larger on plain shuffled bytes.
        deflater.setStrategy(differences ? Deflater.FILTERED : Deflater.DEFAULT_STRATEGY);
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        deflater.reset();
        deflater.setInput(in, at, length);
        deflater.finish();
        int n = 0;
        while (n < limit && !deflater.finished()) {
            n += deflater.deflate(out, to + n, limit - n);
        }
        return deflater.finished() ? n : 0;
    }
}
