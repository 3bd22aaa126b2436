package nbscope.io.internal.codec;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;

/// Zstandard frames in Java, at one level.
final class ZstdJavaEncoder implements Encoder {
    /// Blosc's number for zstd's level 3.
    static final int LEVEL = 2;

    private final ZstdJavaCompressor zstd = new ZstdJavaCompressor();
    private byte[] room = new byte[0];

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        int most = zstd.maxCompressedLength(length);
        if (room.length < most) {
            room = new byte[most];
        }
        int n = zstd.compress(in, at, length, room, 0, room.length);
        if (n > limit) {
            return 0;
        }
        System.arraycopy(room, 0, out, to, n);
        return n;
    }
}
