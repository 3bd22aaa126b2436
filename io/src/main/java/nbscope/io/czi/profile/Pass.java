package nbscope.io.czi.profile;

import java.util.List;

/// One pass over the tiles. Shares are 0 to 1.
///
/// @param name                 what it was
/// @param threads              that read
/// @param cachedBefore         share of the tiles that lay in the system's page cache before; NaN where that is
///                             not known
/// @param seconds              from the first tile to the last
/// @param tiles                that were asked for
/// @param readSeconds          mean time per tile without stitching
/// @param stitchSeconds        mean time per tile of stitching
/// @param readShare            reading over reading and stitching
/// @param ioShare              of the tiles' time that went into the way from the file to memory
/// @param decodeShare          into decompressing and unpacking
/// @param stitchShare          into stitching
/// @param megapixelsPerSecond  asked for
/// @param decodedPerTile       sub-blocks decoded for each that was asked for
/// @param bytesPerPayloadByte  bytes read from the file for each of the payloads that were asked for
/// @param cpuShare             time that the threads computed over their time
/// @param runDelayShare        time that the threads were ready while the processors were busy with others
/// @param blockedShare         the rest: threads that waited for something
/// @param blockedOutsideIoShare of this what was not spent in the way from the file to memory: locks
/// @param disk                 meanwhile
/// @param perThread            each thread
public record Pass(
        String name,
        int threads,
        double cachedBefore,
        double seconds,
        int tiles,
        double readSeconds,
        double stitchSeconds,
        double readShare,
        double ioShare,
        double decodeShare,
        double stitchShare,
        double megapixelsPerSecond,
        double decodedPerTile,
        double bytesPerPayloadByte,
        double cpuShare,
        double runDelayShare,
        double blockedShare,
        double blockedOutsideIoShare,
        DiskUse disk,
        List<ThreadUse> perThread) {
    public Pass {
        perThread = List.copyOf(perThread);
    }
}
