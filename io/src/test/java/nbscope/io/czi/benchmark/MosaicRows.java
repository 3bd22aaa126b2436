package nbscope.io.czi.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleSupplier;
import nbscope.io.Buffers;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Turns;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;

/// The whole plane in one piece: one and two threads, memory that is used again and new memory.
final class MosaicRows {
    private final Bench bench;
    private final BenchFile file;
    private final String name;

    MosaicRows(Bench bench, BenchFile file) {
        this.bench = bench;
        this.file = file;
        this.name = "mosaic, " + file.name();
    }

    void measure() {
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        CziOptions options = CziOptions.defaults();
        try (CziFile alone = file.open(options.threads(1));
                CziFile together = file.open(options.threads(2));
                Arena arena = Arena.ofShared();
                PlainRead plain = new PlainRead(file, alone.tiles().toList())) {
            List<List<Long>> whole = List.of(described(alone.bounds()));
            MemorySegment out = Buffers.allocate(bytes(alone), arena);
            Reads expected = bench.peer().read("pylibczirw_region", file, whole);
            DoubleSupplier one = () ->
                    new OurReads(alone, out).mosaic().sameAs(expected, name).median();
            DoubleSupplier two = () ->
                    new OurReads(together, out).mosaic().sameAs(expected, name).median();
            DoubleSupplier fresh = () -> fresh(together, expected);
            Turns.warmUp(one);
            Turns.warmUp(two);
            double _ = fresh.getAsDouble();
            plain.seconds();
            double[][] all = Turns.of(
                    bench.rounds(),
                    List.of(
                            () -> bench.peer()
                                    .read("pylibczirw_region", file, whole)
                                    .median(),
                            plain::seconds,
                            one,
                            two,
                            fresh));
            Table.Limit limit = new Table.Limit(all[1], plain.bytes());
            add(
                    ", 1 thread, reused memory",
                    all[2],
                    all[0],
                    limit,
                    Goal.ratio(2).aim(3));
            add(
                    ", 2 threads, reused memory",
                    all[3],
                    all[0],
                    limit,
                    Goal.ratio(3).aim(5));
            add(
                    ", 2 threads, new memory",
                    all[4],
                    all[0],
                    limit,
                    Goal.ratio(1.3).aim(2));
            bench.table()
                    .seconds(
                            name + ", 2 threads beside 1",
                            all[3],
                            new Table.Beside("ours with 1 thread", all[2]),
                            limit,
                            Goal.ratio(1.5).aim(1.8));
        }
    }

    private void add(String what, double[] ours, double[] peer, Table.Limit limit, Goal goal) {
        bench.table().seconds(name + what, ours, new Table.Beside(Bench.PYLIBCZIRW, peer), limit, goal);
    }

    /// Nothing of what earlier reads left is used; freeing is not counted, as it is not for the peer.
    private double fresh(CziFile open, Reads expected) {
        Buffers.flush();
        try (Arena arena = Arena.ofShared()) {
            Reads reads = new Reads(1);
            long start = System.nanoTime();
            MemorySegment out = open.readMosaic(open.bounds(), 1, CziPlane.channel(0), arena);
            double took = (System.nanoTime() - start) / 1e9;
            reads.set(0, took, Reads.sha256(out));
            return reads.sameAs(expected, name).median();
        }
    }

    static long bytes(CziFile open) {
        return open.raster(open.bounds(), 1, CziPlane.channel(0)).bytes();
    }

    static List<Long> described(CziBox box) {
        return List.of(box.x(), box.y(), box.width(), box.height(), 0L);
    }
}
