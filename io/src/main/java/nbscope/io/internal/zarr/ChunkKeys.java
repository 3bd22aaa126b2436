package nbscope.io.internal.zarr;

import java.nio.file.Path;

/// How the files of chunks are called (zarr v3 core spec, "Chunk key encoding"): `c/0/1` and `c.0.1`,
/// and those of v2, `0/1` and `0.1`. Keys are made of numbers alone, so they never leave the folder.
///
/// @param prefix    whether a `c` stands before the numbers
/// @param separator `/` or `.`
record ChunkKeys(boolean prefix, char separator) {
    /// Throws where the separator is another.
    static ChunkKeys of(boolean prefix, JsonPart separator) {
        String text = separator.text();
        if (!text.equals("/") && !text.equals(".")) {
            throw separator.malformed("\"/\" or \".\" between the numbers of a chunk");
        }
        return new ChunkKeys(prefix, text.charAt(0));
    }

    String key(long[] chunk) {
        StringBuilder key = new StringBuilder(prefix ? "c" : "");
        for (int i = 0; i < chunk.length; i++) {
            if (prefix || i > 0) {
                key.append(separator);
            }
            key.append(chunk[i]);
        }
        return chunk.length == 0 && !prefix ? "0" : key.toString();
    }

    Path file(Path folder, long[] chunk) {
        return folder.resolve(key(chunk));
    }
}
