package nbscope.io.internal.czi.profile;

import nbscope.io.internal.czi.ThreadCounters;

/// What a thread has spent so far, in nanoseconds, bytes and sub-blocks.
record Spent(
        long header, long io, long decompress, long unpack, long stitch, long bytesRead, long payload, long decoded) {
    static final Spent NOTHING = new Spent(0, 0, 0, 0, 0, 0, 0, 0);

    static Spent of(ThreadCounters c) {
        return new Spent(
                c.headerNanos(),
                c.ioNanos(),
                c.decompressNanos(),
                c.unpackNanos(),
                c.stitchNanos(),
                c.bytesRead(),
                c.payloadBytes(),
                c.decoded());
    }

    Spent plus(Spent o) {
        return new Spent(
                header + o.header,
                io + o.io,
                decompress + o.decompress,
                unpack + o.unpack,
                stitch + o.stitch,
                bytesRead + o.bytesRead,
                payload + o.payload,
                decoded + o.decoded);
    }

    Spent minus(Spent o) {
        return new Spent(
                header - o.header,
                io - o.io,
                decompress - o.decompress,
                unpack - o.unpack,
                stitch - o.stitch,
                bytesRead - o.bytesRead,
                payload - o.payload,
                decoded - o.decoded);
    }
}
