package nbscope.io.dataset.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import nbscope.io.Buffers;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.benchmark.Goal;
import nbscope.io.benchmark.Reads;
import nbscope.io.benchmark.Table;
import nbscope.io.benchmark.Turns;
import nbscope.io.internal.filter.BitPlanes;

/// Frames of 192 x 192 counts, bitshuffle with LZ4, one chunk each, to memory that is used again: through the array of
/// the file, and the decoder alone, with and without the Vector API.
final class BitshuffleRows {
    private static final String H5PY = "h5py + hdf5plugin";
    private static final String BITSHUFFLE = "python-bitshuffle, best of 1 and 2 threads";
    private static final int SIZE = 192;

    private final Bench bench;
    private final int frames;
    private final Path path;

    BitshuffleRows(Bench bench) {
        this.bench = bench;
        frames = bench.small() ? 256 : 4096;
        path = bench.folder().resolve("bitshuffle_" + frames + ".h5");
    }

    void measure() {
        if (!bench.wants("bitshuffle")) {
            return;
        }
        bench.peer().ask("make", Map.of("path", path.toString(), "frames", frames, "size", SIZE));
        long bytes = 2L * frames * SIZE * SIZE;
        try (Arena arena = Arena.ofShared();
                Arena own = Arena.ofConfined();
                NdArray array = NdArray.open(path)) {
            MemorySegment out = Buffers.allocate(bytes, arena);
            // Memory of one thread is filled by that thread alone.
            MemorySegment alone = Buffers.allocate(bytes, own);
            DecodeRun vector = new DecodeRun(path, frames, SIZE, BitPlanes.best(), out);
            DecodeRun scalar = new DecodeRun(path, frames, SIZE, BitPlanes.scalar(), out);
            String expected = hash("h5py_read", Map.of());
            same("python-bitshuffle", hash("bitshuffle_chunks", Map.of("threads", 1)), expected);
            List<DoubleSupplier> sides = List.of(
                    () -> seconds("h5py_read", Map.of()),
                    () -> seconds("bitshuffle_chunks", Map.of("threads", 1)),
                    () -> seconds("bitshuffle_chunks", Map.of("threads", 2)),
                    () -> read(array, out),
                    () -> read(array, alone),
                    () -> vector.seconds(2),
                    () -> vector.seconds(1),
                    () -> scalar.seconds(2),
                    () -> scalar.seconds(1));
            for (int ours = 3; ours < sides.size(); ours++) {
                out.fill((byte) 1);
                Turns.warmUp(sides.get(ours));
                same("ours, side " + ours, Reads.sha256(ours == 4 ? alone : out), expected);
            }
            double[][] all = Turns.of(bench.rounds(), sides);
            double[] best = Table.median(all[1]) < Table.median(all[2]) ? all[1] : all[2];
            Row row = new Row(all[0], best);
            row.add("bitshuffle + LZ4, file, 2 threads", all[3], Goal.ratio(2.3), Goal.ratio(1.5));
            row.add("bitshuffle + LZ4, file, 1 thread", all[4], Goal.NONE, Goal.NONE);
            row.add("bitshuffle + LZ4, decoder, 2 threads", all[5], Goal.ratio(2.3), Goal.ratio(1.5));
            row.add("bitshuffle + LZ4, decoder, 1 thread", all[6], Goal.NONE, Goal.NONE);
            row.add("bitshuffle + LZ4, decoder, scalar, 2 threads", all[7], Goal.ratio(0.55), Goal.NONE);
            row.add("bitshuffle + LZ4, decoder, scalar, 1 thread", all[8], Goal.NONE, Goal.NONE);
        }
    }

    /// Both peers beside one of ours.
    private final class Row {
        private final double[] h5py;
        private final double[] bitshuffle;

        Row(double[] h5py, double[] bitshuffle) {
            this.h5py = h5py;
            this.bitshuffle = bitshuffle;
        }

        void add(String name, double[] ours, Goal besideH5py, Goal besideBitshuffle) {
            bench.table().seconds(name, ours, new Table.Beside(H5PY, h5py), null, besideH5py);
            bench.table().seconds(name, ours, new Table.Beside(BITSHUFFLE, bitshuffle), null, besideBitshuffle);
        }
    }

    private static double read(NdArray array, MemorySegment out) {
        long start = System.nanoTime();
        array.read(Region.whole(array.shape()), out);
        return (System.nanoTime() - start) / 1e9;
    }

    private JsonNode ask(String call, Map<String, ?> more, boolean check) {
        Map<String, Object> arguments = new java.util.HashMap<>(more);
        arguments.put("path", path.toString());
        arguments.put("check", check);
        return bench.peer().ask(call, arguments);
    }

    private double seconds(String call, Map<String, ?> more) {
        return ask(call, more, false).get(0).asDouble();
    }

    private String hash(String call, Map<String, ?> more) {
        return ask(call, more, true).get(1).asText();
    }

    private static void same(String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw new IllegalStateException(what + ": the elements are not those of h5py");
        }
    }
}
