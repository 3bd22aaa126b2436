package nbscope.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// The stacks and sums that make_fixtures.py wrote.
final class Cases {
    private static final Path FOLDER = Path.of("src/test/fixtures");

    /// @param images   sums per detector, frame and position; Longs, or Doubles for floats
    /// @param patterns sums per frame and detector pixel
    record Case(String name, DType dtype, long[] shape, List<Detector> detectors, Number[] images, Number[] patterns) {
        DataSet data() {
            return DataSet.of(new MemoryArray(name, dtype, MemorySegment.ofArray(bytes(name + "-data.bin")), shape), 3);
        }

        int positions() {
            return (int) (shape[1] * shape[2]);
        }

        Number[] image(int detector, int frame) {
            int at = (int) (detector * shape[0] + frame) * positions();
            return Arrays.copyOfRange(images, at, at + positions());
        }

        Number[] pattern(int frame) {
            int pixels = (int) (shape[3] * shape[4]);
            return Arrays.copyOfRange(patterns, frame * pixels, (frame + 1) * pixels);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Cases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        List<Detector> detectors = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(FOLDER.resolve("cases.txt"))) {
                String[] f = line.split(" ");
                if (f[0].equals("detector")) {
                    detectors.add(new RoundDetector(
                            RoundDetector.Kind.valueOf(f[1]),
                            Double.parseDouble(f[2]),
                            Double.parseDouble(f[3]),
                            Double.parseDouble(f[4]),
                            Double.parseDouble(f[5]),
                            Detector.Unit.PIXELS));
                    continue;
                }
                detectors = new ArrayList<>();
                DType dtype = Arrays.stream(DType.values())
                        .filter(d -> d.numpy().equals(f[2]))
                        .findFirst()
                        .orElseThrow();
                long[] shape = Arrays.stream(f, 3, 8).mapToLong(Long::parseLong).toArray();
                cases.add(new Case(
                        f[1],
                        dtype,
                        shape,
                        detectors,
                        numbers(dtype, f[1] + "-images.bin"),
                        numbers(dtype, f[1] + "-patterns.bin")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static Number[] numbers(DType dtype, String file) {
        var buffer = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Number[] numbers = new Number[buffer.remaining() / 8];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = dtype.isInteger() ? (Number) buffer.getLong() : (Number) buffer.getDouble();
        }
        return numbers;
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
