package nbscope.io.internal.hdf5;

import java.util.Arrays;

/// Where the chunks of a data set lie in its file, by their number in C order. What is not there was never written.
/// Immutable.
///
/// @param number  of each chunk, ascending
/// @param place   in the file
/// @param length  as stored
/// @param skipped a bit for each filter that was not applied to the chunk
record ChunkTable(long[] number, long[] place, int[] length, int[] skipped) {
    /// The row of a chunk, or a negative number where there is none.
    int find(long chunk) {
        boolean full = number.length > 0 && number[number.length - 1] == number.length - 1;
        return full && chunk < number.length ? (int) chunk : Arrays.binarySearch(number, chunk);
    }
}
