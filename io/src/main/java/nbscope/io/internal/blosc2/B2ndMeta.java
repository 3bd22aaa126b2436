package nbscope.io.internal.blosc2;

import java.nio.charset.StandardCharsets;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The `b2nd` metalayer (c-blosc2, README_B2ND_METALAYER): how an N-dimensional array lies in the chunks of a frame.
///
/// @param dtype NumPy's notation of the element type
record B2ndMeta(long[] shape, int[] chunk, int[] block, String dtype) {
    static final int MAX_RANK = 16;

    /// @param at of the metalayer's content
    static B2ndMeta read(MappedFile file, long at) {
        return new Reader(file, at).read();
    }

    private static final class Reader {
        private final MappedFile file;
        private long at;

        Reader(MappedFile file, long at) {
            this.file = file;
            this.at = at;
        }

        B2ndMeta read() {
            int fields = next("metalayer");
            if (fields != 0x97) {
                if (fields == 0x95) {
                    throw new UnsupportedDataException(
                            file.name(),
                            "the array does not say its element type (written "
                                    + "by an old Blosc2); write it again with python-blosc2 2 or newer");
                }
                throw bad(fields, "0x97");
            }
            next("version");
            int rank = next("number of axes");
            if (rank > MAX_RANK) {
                throw bad(rank, "at most " + MAX_RANK + " axes");
            }
            array(rank);
            long[] shape = new long[rank];
            for (int i = 0; i < rank; i++) {
                marker(0xd3);
                shape[i] = file.i64BigEndian(at, "shape");
                at += 8;
            }
            int[] chunk = ints(rank);
            int[] block = ints(rank);
            next("element type format");
            marker(0xdb);
            int length = file.i32BigEndian(at, "element type");
            if (length < 0 || length > 1 << 16) {
                throw file.malformed(at, "an element type of " + length + " letters", "a name such as <u2");
            }
            String dtype = new String(file.copy(at + 4, length, "element type"), StandardCharsets.UTF_8);
            return new B2ndMeta(shape, chunk, block, dtype);
        }

        private int[] ints(int rank) {
            array(rank);
            int[] values = new int[rank];
            for (int i = 0; i < rank; i++) {
                marker(0xd2);
                values[i] = file.i32BigEndian(at, "chunk shape");
                at += 4;
            }
            return values;
        }

        private int next(String what) {
            return file.u8(at++, what);
        }

        /// The marker of a short msgpack array; c-blosc2 writes 0x90 + 16 for 16 axes as well.
        private void array(int rank) {
            marker(0x90 + rank);
        }

        private void marker(int wanted) {
            int found = next("metalayer");
            if (found != wanted) {
                throw bad(found, "0x" + Integer.toHexString(wanted));
            }
        }

        private RuntimeException bad(int found, String expected) {
            return file.malformed(
                    at - 1,
                    "0x" + Integer.toHexString(found) + " in the b2nd metalayer",
                    expected + "; the file is damaged, copy or write it again");
        }
    }
}
