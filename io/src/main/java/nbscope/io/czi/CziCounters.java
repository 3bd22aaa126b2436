package nbscope.io.czi;

/// What reading a file has cost so far: nanoseconds of all threads together, bytes and counts.
///
/// @param openNanos       the whole of opening, directory among it
/// @param directoryNanos  parsing the directory and grouping its tiles
/// @param metadataNanos   reading and parsing the metadata
/// @param headerNanos     sub-block headers
/// @param ioNanos         payloads, from the file to memory (page faults of a mapped file among it)
/// @param decompressNanos undoing the codec
/// @param unpackNanos     joining low and high bytes, for a mosaic straight into it
/// @param stitchNanos     copying visible parts into a mosaic
/// @param payloadBytes    of the sub-blocks that were read
/// @param bytesRead       from the file, for whatever purpose
/// @param reads           requests to the operating system, or accesses of mapped memory
/// @param tilesNeeded     sub-blocks that had pixels in what was asked for
/// @param tilesDecoded    sub-blocks that were decoded
public record CziCounters(
        long openNanos,
        long directoryNanos,
        long metadataNanos,
        long headerNanos,
        long ioNanos,
        long decompressNanos,
        long unpackNanos,
        long stitchNanos,
        long payloadBytes,
        long bytesRead,
        long reads,
        long tilesNeeded,
        long tilesDecoded) {
    /// What came to this since an earlier look.
    public CziCounters minus(CziCounters earlier) {
        return new CziCounters(
                openNanos - earlier.openNanos,
                directoryNanos - earlier.directoryNanos,
                metadataNanos - earlier.metadataNanos,
                headerNanos - earlier.headerNanos,
                ioNanos - earlier.ioNanos,
                decompressNanos - earlier.decompressNanos,
                unpackNanos - earlier.unpackNanos,
                stitchNanos - earlier.stitchNanos,
                payloadBytes - earlier.payloadBytes,
                bytesRead - earlier.bytesRead,
                reads - earlier.reads,
                tilesNeeded - earlier.tilesNeeded,
                tilesDecoded - earlier.tilesDecoded);
    }
}
