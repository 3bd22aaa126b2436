package nbscope.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// What load_fixtures.py wrote.
final class LoadCases {
    private static final Path FOLDER = Path.of("src/test/fixtures");

    /// @param shape of the result
    record Binned(
            String name, int detector, int scan, boolean mean, DType dtype, long[] shape, MemorySegment expected) {
        DataSet data() {
            return Cases.all().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .data();
        }

        @Override
        public String toString() {
            return name + " " + detector + " " + scan + (mean ? " mean" : " sum");
        }
    }

    record Bad(String name, DType dtype, long[] shape, int hot, int saturated, long values) {
        DataSet data() {
            return DataSet.of(new MemoryArray(name, dtype, bytes("bad-" + name + "-data.bin"), shape), 3);
        }

        boolean[] mask() {
            byte[] bytes = bytes("bad-" + name + "-mask.bin").toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            boolean[] mask = new boolean[bytes.length];
            for (int p = 0; p < mask.length; p++) {
                mask[p] = bytes[p] != 0;
            }
            return mask;
        }

        MemorySegment repaired() {
            return bytes("bad-" + name + "-repaired.bin");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private LoadCases() {}

    static List<Binned> binned() {
        List<Binned> cases = new ArrayList<>();
        var all = bytes("binned.bin");
        long at = 0;
        for (String line : lines("binned.txt")) {
            String[] f = line.split(" ");
            long[] shape = Arrays.stream(f, 5, 10).mapToLong(Long::parseLong).toArray();
            var dtype = dtype(f[4]);
            long bytes = Arrays.stream(shape).reduce(dtype.bytes(), (a, b) -> a * b);
            cases.add(new Binned(
                    f[0],
                    Integer.parseInt(f[1]),
                    Integer.parseInt(f[2]),
                    f[3].equals("mean"),
                    dtype,
                    shape,
                    all.asSlice(at, bytes)));
            at += bytes;
        }
        return cases;
    }

    static List<Bad> bad() {
        List<Bad> cases = new ArrayList<>();
        for (String line : lines("bad-pixels.txt")) {
            String[] f = line.split(" ");
            cases.add(new Bad(
                    f[0],
                    dtype(f[1]),
                    Arrays.stream(f, 2, 7).mapToLong(Long::parseLong).toArray(),
                    Integer.parseInt(f[7]),
                    Integer.parseInt(f[8]),
                    Long.parseLong(f[9])));
        }
        return cases;
    }

    /// All pixels of a stack, one pattern after another.
    static MemorySegment pixels(DeviceStack stack) {
        long pattern = (long) stack.detectorRows()
                * stack.detectorCols()
                * stack.dtype().bytes();
        var all = MemorySegment.ofArray(new byte[(int) stack.bytes()]);
        long at = 0;
        for (int f = 0; f < stack.frames(); f++) {
            for (int row = 0; row < stack.scanRows(); row++) {
                for (int col = 0; col < stack.scanCols(); col++) {
                    all.asSlice(at, pattern).copyFrom(stack.pattern(f, row, col).pixels());
                    at += pattern;
                }
            }
        }
        return all;
    }

    private static DType dtype(String numpy) {
        return Arrays.stream(DType.values())
                .filter(d -> d.numpy().equals(numpy))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemorySegment bytes(String file) {
        try {
            return MemorySegment.ofArray(Files.readAllBytes(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
