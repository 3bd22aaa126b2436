package nbscope.io.internal.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// `crc32c`: a checksum in the last four bytes, little endian (RFC 3720).
record Crc32cCodec() implements ByteCodec {
    static final int BYTES = 4;

    @Override
    public String name() {
        return "crc32c";
    }

    @Override
    public byte[] decode(byte[] in, int most, CodecScratch scratch, String file) {
        int length = in.length - BYTES;
        if (length < 0 || length > most) {
            throw damaged(file, in.length + " bytes with their checksum", most);
        }
        int stands = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
        int found = of(in, length);
        if (stands != found) {
            throw damaged(
                    file,
                    "bytes with the checksum " + Integer.toHexString(found) + " instead of "
                            + Integer.toHexString(stands),
                    most);
        }
        return Arrays.copyOf(in, length);
    }

    @Override
    public byte[] encode(byte[] in, int length, CodecScratch scratch) {
        byte[] out = Arrays.copyOf(in, length + BYTES);
        ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(length, of(in, length));
        return out;
    }

    static int of(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
