package nbscope.io.internal.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// zlib streams by the JDK. The inflater's native memory goes when this object does.
public final class ZlibInflater implements Decoder {
    private final Inflater inflater = new Inflater();
    private final byte[] beyond = new byte[1];

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        inflater.reset();
        inflater.setInput(in, 0, inLength);
        int done = 0;
        try {
            while (done < length) {
                int n = inflater.inflate(out, at + done, length - done);
                if (n == 0) {
                    return -1;
                }
                done += n;
            }
            // The checksum is compared when the end is asked for.
            if (!inflater.finished() && (inflater.inflate(beyond) != 0 || !inflater.finished())) {
                return -1;
            }
        } catch (DataFormatException e) {
            return -1;
        }
        return done;
    }
}
