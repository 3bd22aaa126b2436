package nbscope.io.czi.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleSupplier;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Turns;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPlane;

/// A file of very many tiny sub-blocks: what opening costs, and a region of a few tiles.
final class ManyRows {
    static final CziBox REGION = new CziBox(16, 16, 32, 32);
    private static final int READS = 20;
    private static final Goal OPENING = Goal.atMost(15);
    private static final Goal READING = Goal.atMost(1);
    private static final Goal BOTH = Goal.atMost(16);

    private final Bench bench;
    private final BenchFile file;

    ManyRows(Bench bench, BenchFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        String opening = "opening, " + file.name();
        String region = "region of 32 x 32, " + file.name();
        if (!bench.wants(opening) && !bench.wants(region)) {
            return;
        }
        file.make();
        try (CziFile open = file.open();
                Arena arena = Arena.ofShared()) {
            MemorySegment out = arena.allocate(2 * REGION.width() * REGION.height());
            List<List<Long>> regions = List.of(MosaicRows.described(REGION));
            Reads expected = bench.peer().read("pylibczirw_region", file, regions);
            DoubleSupplier ours = this::open;
            DoubleSupplier both = () -> openAndRead(out, expected);
            DoubleSupplier read = () -> read(open, out, expected);
            Turns.warmUp(ours);
            Turns.warmUp(both);
            Turns.warmUp(read);
            double[][] all = Turns.of(
                    bench.rounds(),
                    List.of(
                            () -> bench.peer().seconds("pylibczirw_open", file),
                            () -> bench.peer().seconds("aicspylibczi_open", file),
                            () -> bench.peer()
                                    .read("pylibczirw_region", file, regions)
                                    .median(),
                            () -> bench.peer()
                                    .read("aicspylibczi_mosaic", file, regions)
                                    .median(),
                            ours,
                            both,
                            read));
            add(opening, all[4], Bench.PYLIBCZIRW, all[0], OPENING);
            add(opening, all[4], Bench.AICSPYLIBCZI, all[1], OPENING);
            bench.table().seconds("opening and the first region, " + file.name(), all[5], null, null, BOTH);
            add(region, all[6], Bench.PYLIBCZIRW + " region", all[2], READING);
            add(region, all[6], Bench.AICSPYLIBCZI + " read_mosaic(bbox)", all[3], READING);
        }
    }

    private void add(String name, double[] ours, String peer, double[] theirs, Goal goal) {
        bench.table().seconds(name, ours, new Table.Beside(peer, theirs), null, goal);
    }

    private double open() {
        long start = System.nanoTime();
        try (CziFile open = file.open()) {
            double took = (System.nanoTime() - start) / 1e9;
            if (open.tileCount() != file.columns() * file.rows()) {
                throw new IllegalStateException("found " + open.tileCount() + " tiles");
            }
            return took;
        }
    }

    private double openAndRead(MemorySegment out, Reads expected) {
        long start = System.nanoTime();
        try (CziFile open = file.open()) {
            open.readMosaic(REGION, 1, CziPlane.channel(0), out);
            double took = (System.nanoTime() - start) / 1e9;
            return checked(took, out, expected);
        }
    }

    private double read(CziFile open, MemorySegment out, Reads expected) {
        double[] runs = new double[READS];
        for (int i = 0; i < READS; i++) {
            out.fill((byte) -1);
            long start = System.nanoTime();
            open.readMosaic(REGION, 1, CziPlane.channel(0), out);
            runs[i] = checked((System.nanoTime() - start) / 1e9, out, expected);
        }
        return Table.median(runs);
    }

    private double checked(double took, MemorySegment out, Reads expected) {
        Reads reads = new Reads(1);
        reads.set(0, took, Reads.sha256(out));
        return reads.sameAs(expected, file.name()).median();
    }
}
