package nbscope.io.internal.blosc2;

import nbscope.io.internal.codec.Encoder;
import org.jspecify.annotations.Nullable;

/// The working memory of one thread that makes chunks.
final class EncodeScratch {
    /// For the decoding of a chunk that is changed in part.
    final Scratch decoding;

    /// The elements of a chunk, block after block.
    byte[] chunk = new byte[0];

    /// The same elements in the order of the source.
    byte[] box = new byte[0];

    /// The finished chunk.
    byte[] out = new byte[0];

    byte[] a = new byte[0];
    byte[] b = new byte[0];
    byte[] planes = new byte[0];
    /// Block 0 as the decoder will have it: what the delta filter refers to.
    byte[] reference = new byte[0];

    @Nullable
    Encoder encoder;

    EncodeScratch(boolean nativeCodecs) {
        decoding = new Scratch(nativeCodecs);
    }

    byte[] reserveChunk(int bytes) {
        if (chunk.length < bytes) {
            chunk = new byte[bytes];
        }
        return chunk;
    }

    byte[] reserveBox(int bytes) {
        if (box.length < bytes) {
            box = new byte[bytes];
        }
        return box;
    }

    void reserve(int outBytes, int blockBytes) {
        if (out.length < outBytes) {
            out = new byte[outBytes];
        }
        if (a.length < blockBytes) {
            a = new byte[blockBytes];
            b = new byte[blockBytes];
            planes = new byte[blockBytes];
        }
    }

    void swap() {
        byte[] t = a;
        a = b;
        b = t;
    }
}
