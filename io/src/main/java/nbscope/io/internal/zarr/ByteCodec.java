package nbscope.io.internal.zarr;

import java.io.IOException;
import java.io.InputStream;
import nbscope.io.MalformedDataException;

/// One step from the bytes of a chunk to those of its file. Immutable; the caller brings the scratch of
/// its thread.
sealed interface ByteCodec permits BloscCodec, Crc32cCodec, GzipCodec, Lz4Codec, ZlibCodec, ZstdCodec {
    /// Zarr's name.
    String name();

    /// Undoes the step.
    ///
    /// @param most bytes that may come out
    /// @param file for errors
    /// @return exactly the decoded bytes
    /// @throws MalformedDataException when the bytes are damaged, or more than `most` come out
    byte[] decode(byte[] in, int most, CodecScratch scratch, String file);

    /// Does the step; the same bytes give the same result on every run.
    byte[] encode(byte[] in, int length, CodecScratch scratch);

    /// More bytes than `length` ones can become: compressors store what they cannot make smaller.
    static int encodedMost(int length) {
        return (int) Math.min(Integer.MAX_VALUE - 8, length + (length >> 2) + (64L << 10));
    }

    /// What a stream unpacks to, and not more than `most` bytes of it.
    default byte[] all(InputStream stream, int most, String file) throws IOException {
        byte[] out = stream.readNBytes(most);
        if (stream.read() >= 0) {
            throw damaged(file, "more than " + most + " bytes in a chunk", most);
        }
        return out;
    }

    default MalformedDataException damaged(String file, String found, int most) {
        return new MalformedDataException(
                file,
                -1,
                found,
                "at most " + most + " bytes in " + name() + "; the file is damaged, copy or write it again");
    }
}
