package nbscope.io.czi.profile;

/// What one tile took, or a group of tiles that were read together. Nanoseconds; begin and end count from
/// the beginning of the pass.
///
/// @param index           of the first tile in the directory of the file
/// @param tiles           that were asked for
/// @param offset          of the first tile's segment in the file
/// @param bytes           of the payloads that were read
/// @param pixels          that were asked for
/// @param x               of the left column, in pixels of the full resolution
/// @param y               of the top row
/// @param thread          its number in the pass, from 0
/// @param startNanos      when it began
/// @param endNanos        when it ended
/// @param headerNanos     the sub-block's header
/// @param ioNanos         from the file to memory
/// @param decompressNanos undoing the codec
/// @param unpackNanos     joining low and high bytes
/// @param stitchNanos     copying visible parts into the mosaic
/// @param cpuNanos        that the thread computed meanwhile
/// @param decoded         sub-blocks that were decoded for it
public record TileTiming(
        int index,
        int tiles,
        long offset,
        long bytes,
        long pixels,
        long x,
        long y,
        int thread,
        long startNanos,
        long endNanos,
        long headerNanos,
        long ioNanos,
        long decompressNanos,
        long unpackNanos,
        long stitchNanos,
        long cpuNanos,
        long decoded) {
    public long wallNanos() {
        return endNanos - startNanos;
    }

    /// All but stitching: what most programs call the read.
    public long readNanos() {
        return wallNanos() - stitchNanos;
    }

    /// What lies in none of the phases: waiting for locks, above all.
    public long otherNanos() {
        return Math.max(0, readNanos() - headerNanos - ioNanos - decompressNanos - unpackNanos);
    }
}
