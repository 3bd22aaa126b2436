package nbscope.io.internal.czi;

import nbscope.io.internal.czi.Counters.Phase;

/// What one thread has spent on a file, in nanoseconds, bytes and sub-blocks. Belongs to that thread.
public final class ThreadCounters {
    private long header;
    private long io;
    private long decompress;
    private long unpack;
    private long stitch;
    long bytesRead;
    long payloadBytes;
    long decoded;

    void add(Phase phase, long nanoseconds) {
        switch (phase) {
            case HEADER -> header += nanoseconds;
            case IO -> io += nanoseconds;
            case DECOMPRESS -> decompress += nanoseconds;
            case UNPACK -> unpack += nanoseconds;
            case STITCH -> stitch += nanoseconds;
            case OPEN, DIRECTORY, METADATA -> {
                // Paid once for the file, not for tiles.
            }
        }
    }

    public long headerNanos() {
        return header;
    }

    public long ioNanos() {
        return io;
    }

    public long decompressNanos() {
        return decompress;
    }

    public long unpackNanos() {
        return unpack;
    }

    public long stitchNanos() {
        return stitch;
    }

    public long bytesRead() {
        return bytesRead;
    }

    public long payloadBytes() {
        return payloadBytes;
    }

    public long decoded() {
        return decoded;
    }
}
