package nbscope.io.czi.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import nbscope.io.Buffers;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Goal;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziCounters;
import nbscope.io.czi.CziOptions;

/// Bytes that come from the file for a byte of payload, by Linux's own count (`/proc/self/io`), which sees
/// positional reads; the reader's counters stand beside it, and see mapped memory too.
final class BytesRows {
    private static final Path IO = Path.of("/proc/self/io");
    private static final double MOST = 1.05;

    private final Bench bench;
    private final BenchFile file;

    BytesRows(Bench bench, BenchFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        measure("tiles", CziAccess.POSITIONAL);
        measure("mosaic", CziAccess.POSITIONAL);
        measure("mosaic", CziAccess.MAPPED);
    }

    private void measure(String what, CziAccess access) {
        boolean counted = access == CziAccess.POSITIONAL && Files.isReadable(IO);
        String name = "bytes read per byte of payload, " + what + ", "
                + access.name().toLowerCase(Locale.ROOT) + ", " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        try (CziFile open = file.open(CziOptions.defaults().access(access));
                Arena arena = Arena.ofShared()) {
            OurReads ours = new OurReads(open, Buffers.allocate(MosaicRows.bytes(open), arena));
            CziCounters before = open.counters();
            long from = counted ? systemCount() : 0;
            if (what.equals("tiles")) {
                ours.tiles(BenchFile.tiles(open));
            } else {
                ours.mosaic();
            }
            long read = counted ? systemCount() - from : 0;
            CziCounters cost = open.counters().minus(before);
            double payload = cost.payloadBytes();
            double own = cost.bytesRead() / payload;
            double figure = counted ? read / payload : own;
            String note = String.format(
                    Locale.ROOT,
                    "%s; the reader counts %.4f, %d tiles decoded of %d needed",
                    counted ? "by the system" : "by the reader",
                    own,
                    cost.tilesDecoded(),
                    cost.tilesNeeded());
            bench.table().add(name, "x", new double[] {figure}, null, null, note, Goal.atMost(MOST));
        }
    }

    private static long systemCount() {
        try {
            return Files.readAllLines(IO).stream()
                    .filter(line -> line.startsWith("rchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring(7)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
