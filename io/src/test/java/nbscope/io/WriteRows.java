package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;
import nbscope.io.internal.blosc2.ArraySave;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.bytes.Disk;

/// Half of the smooth array compressed and saved, on one thread and two, and how large the files are. To memory where
/// the system has a folder in it, so that the disk does not count.
final class WriteRows {
    private static final int WARM_UP = 2;
    private static final int RUNS = 5;
    private static final long[] SHAPE = {96, 256, 512};
    private static final int[] CHUNKS = {64, 64, 128};
    private static final int[] BLOCKS = {16, 16, 32};

    private final Bench bench;

    WriteRows(Bench bench) {
        this.bench = bench;
    }

    void measure(DType dtype, Codec codec, int level, Kind filter) throws IOException {
        for (int threads = 1; threads <= 2; threads++) {
            String name = "write " + dtype.numpy() + "-" + codec.label() + level + "-" + filter.label() + ", " + threads
                    + (threads == 1 ? " thread" : " threads");
            if (bench.wanted().test(name)) {
                measure(name, dtype, Compression.of(codec, level, filter), threads);
            }
        }
    }

    private void measure(String name, DType dtype, Compression compression, int threads) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path folder = Files.createTempDirectory(Files.isWritable(memory) ? memory : bench.folder(), "nbscope-bench-");
        Path mine = folder.resolve("ours.b2nd");
        Path theirs = folder.resolve("theirs.b2nd");
        double[] ours = new double[RUNS];
        double[] peer = new double[RUNS];
        // A confined segment keeps the work on its thread.
        try (Arena arena = threads == 1 ? Arena.ofConfined() : Arena.ofShared()) {
            NdArray array = NdArray.of(source(dtype, arena), dtype, SHAPE);
            Blosc2Spec spec =
                    Blosc2Spec.of(ElementType.of(dtype), SHAPE, CHUNKS, BLOCKS).withCompression(compression);
            for (int run = -WARM_UP; run < RUNS; run++) {
                int at = Math.max(run, 0);
                JsonNode answer = bench.ask(
                        "write(path, dtype, codec, level, filter, threads)",
                        Map.of(
                                "path", theirs.toString(),
                                "dtype", dtype.numpy(),
                                "codec", compression.codec().name(),
                                "level", compression.level(),
                                "filter",
                                        compression.filters().getFirst().kind().label(),
                                "threads", threads));
                peer[at] = answer.asDouble();
                long start = System.nanoTime();
                ArraySave.save(mine, array, spec, Backend.best(), Disk.real());
                ours[at] = (System.nanoTime() - start) / 1e9;
            }
            bench.table().seconds(name, ours, peer, Bench.PEER);
            if (threads == 1) {
                bench.table()
                        .add(
                                name.replace("write", "size of").replace(", 1 thread", ""),
                                "MB",
                                1e-6,
                                new double[] {Files.size(mine)},
                                new double[] {Files.size(theirs)},
                                Bench.PEER);
            }
        } finally {
            Files.deleteIfExists(mine);
            Files.deleteIfExists(theirs);
            Files.delete(folder);
        }
    }

    /// What Python compresses as well: a file of the benchmark holds it.
    private MemorySegment source(DType dtype, Arena arena) {
        String file = dtype == DType.F32 ? "f4-lz4-shuffle.b2nd" : "u2-lz4-bitshuffle.b2nd";
        try (NdArray array = NdArray.open(Path.of(bench.path(file)))) {
            return array.read(Region.whole(SHAPE), arena);
        }
    }
}
