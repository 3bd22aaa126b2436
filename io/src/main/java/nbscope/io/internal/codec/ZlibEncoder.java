package nbscope.io.internal.codec;

import java.util.zip.Deflater;

/// zlib streams by the JDK, with pieces of noise stored as they are (RFC 1951, 3.2.4): to find that they do not get
/// smaller costs the JDK's zlib most of its time. The deflater's native memory goes when this object does.
final class ZlibEncoder implements Encoder {
    private static final int PIECE = 4096;
    private static final byte[] NOTHING = {};

    private final Deflater deflater;
    private final int level;
    private final NoiseProbe probe = new NoiseProbe();

    ZlibEncoder(int level, boolean differences) {
        this.level = level;
        deflater = new Deflater(level);
        // On bytedelta's output a twentieth smaller; larger on plain shuffled bytes.
        deflater.setStrategy(differences ? Deflater.FILTERED : Deflater.DEFAULT_STRATEGY);
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        deflater.reset();
        deflater.setLevel(level);
        boolean storing = false;
        int n = 0;
        for (int done = 0; done < length && n < limit; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            boolean noise = piece == PIECE && probe.isNoise(in, at + done, piece);
            if (noise != storing) {
                // The level of what went before, unless the deflater has seen the new one without input.
                deflater.setLevel(noise ? Deflater.NO_COMPRESSION : level);
                deflater.setInput(NOTHING);
                n += deflater.deflate(out, to + n, limit - n);
                storing = noise;
            }
            deflater.setInput(in, at + done, piece);
            n = drain(out, to, n, limit);
        }
        deflater.finish();
        while (n < limit && !deflater.finished()) {
            n += deflater.deflate(out, to + n, limit - n);
        }
        return deflater.finished() ? n : 0;
    }

    private int drain(byte[] out, int to, int done, int limit) {
        int n = done;
        while (n < limit && !deflater.needsInput()) {
            n += deflater.deflate(out, to + n, limit - n);
        }
        return n;
    }
}
