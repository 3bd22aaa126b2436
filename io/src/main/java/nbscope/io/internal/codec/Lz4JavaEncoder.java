package nbscope.io.internal.codec;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;

/// LZ4 blocks in Java, at one level.
final class Lz4JavaEncoder implements Encoder {
    private final Lz4JavaCompressor lz4 = new Lz4JavaCompressor();
    private byte[] room = new byte[0];

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        int most = lz4.maxCompressedLength(length);
        if (room.length < most) {
            room = new byte[most];
        }
        int n = lz4.compress(in, at, length, room, 0, room.length);
        if (n > limit) {
            return 0;
        }
        System.arraycopy(room, 0, out, to, n);
        return n;
    }
}
