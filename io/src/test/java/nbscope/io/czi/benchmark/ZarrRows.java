package nbscope.io.czi.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import nbscope.io.Buffers;
import nbscope.io.CziFile;
import nbscope.io.NdArray;
import nbscope.io.OmeZarr;
import nbscope.io.OmeZarrOptions;
import nbscope.io.Region;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Turns;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPlane;
import org.jspecify.annotations.Nullable;

/// Regions at random places of the file's OME-Zarr copy beside the same ones of the file itself, both by us: whether
/// a copy pays.
final class ZarrRows {
    private static final int SIDE = 1024;
    private static final int REGIONS = 20;

    private final Bench bench;
    private final BenchFile file;
    private final int side;

    ZarrRows(Bench bench, BenchFile file) {
        this.bench = bench;
        this.file = file;
        this.side = bench.small() ? SIDE / 4 : SIDE;
    }

    void measure() {
        String name = "region of " + side + " x " + side + " of the OME-Zarr copy, warm, " + file.name();
        if (!bench.wants(name)) {
            return;
        }
        file.make();
        String codec = OmeZarrOptions.defaults().codec().label();
        Path copy = Path.of(file.path().toString().replace(".czi", "-" + codec + ".zarr"));
        if (!Files.exists(copy)) {
            convert(copy);
        }
        try (CziFile czi = file.open();
                NdArray zarr = NdArray.open(copy);
                Arena arena = Arena.ofShared()) {
            MemorySegment out = Buffers.allocate(2L * side * side, arena);
            // Other places in each run, the same ones for both: what one run has decoded must not serve the next.
            int[] turns = new int[2];
            DoubleSupplier ofCzi = () -> regions(czi, null, out, turns[0]++).median();
            DoubleSupplier ofZarr = () -> {
                Reads expected = regions(czi, null, out, turns[1]);
                return regions(czi, zarr, out, turns[1]++)
                        .sameAs(expected, name)
                        .median();
            };
            Turns.warmUp(ofCzi);
            Turns.warmUp(ofZarr);
            double[][] all = Turns.of(bench.rounds(), List.of(ofCzi, ofZarr));
            bench.table().seconds(name, all[1], new Table.Beside("ours of the CZI", all[0]), null, Goal.NONE);
        }
    }

    /// Under another name until it is whole; what an earlier run left is finished.
    private void convert(Path copy) {
        Path part = Path.of(copy + ".part");
        OmeZarr.convert(file.path(), part, OmeZarrOptions.defaults(), bytes -> {});
        try {
            Files.move(part, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param zarr where the regions come from, null for the file itself
    /// @param seed of their places
    private Reads regions(CziFile czi, @Nullable NdArray zarr, MemorySegment out, int seed) {
        Reads reads = new Reads(REGIONS);
        SplittableRandom random = new SplittableRandom(seed);
        CziBox all = czi.bounds();
        for (int i = 0; i < REGIONS; i++) {
            long x = random.nextLong(all.width() - side);
            long y = random.nextLong(all.height() - side);
            long start = System.nanoTime();
            if (zarr == null) {
                czi.readMosaic(new CziBox(all.x() + x, all.y() + y, side, side), 1, CziPlane.channel(0), out);
            } else {
                zarr.read(region(zarr, x, y), out);
            }
            double took = (System.nanoTime() - start) / 1e9;
            reads.set(i, took, Reads.sha256(out.asSlice(0, 2L * side * side)));
        }
        return reads;
    }

    private Region region(NdArray zarr, long x, long y) {
        long[] from = new long[zarr.shape().length];
        long[] shape = new long[from.length];
        Arrays.fill(shape, 1);
        from[from.length - 2] = y;
        from[from.length - 1] = x;
        shape[shape.length - 2] = side;
        shape[shape.length - 1] = side;
        return new Region(from, shape);
    }
}
