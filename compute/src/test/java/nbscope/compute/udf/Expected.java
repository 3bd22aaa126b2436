package nbscope.compute.udf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.DType;

/// LiberTEM's results, as `make_fixtures.py` wrote them: per case the values by name.
final class Expected {
    static final int SCAN_ROWS = 5;
    static final int SCAN_COLS = 6;
    static final int DET_ROWS = 12;
    static final int DET_COLS = 17;
    static final int PIXELS = DET_ROWS * DET_COLS;
    private static final Path FOLDER = Path.of("src/test/fixtures/udf");

    private Expected() {}

    static Map<String, Map<String, double[]>> cases() {
        var values = bytes("expected.bin").asDoubleBuffer();
        Map<String, Map<String, double[]>> cases = new LinkedHashMap<>();
        for (String line : text("expected.txt").split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                double[] array = new double[Integer.parseInt(words[2])];
                values.get(array);
                cases.computeIfAbsent(words[0], name -> new LinkedHashMap<>()).put(words[1], array);
            }
        }
        return cases;
    }

    static DType dtype(String stack) {
        for (DType t : DType.values()) {
            if (t.numpy().equals(stack)) {
                return t;
            }
        }
        throw new IllegalArgumentException(stack);
    }

    static CorrectionSet corrections() {
        var in = bytes("corrections.bin");
        float[] dark = new float[PIXELS];
        float[] gain = new float[PIXELS];
        in.asFloatBuffer().get(dark).get(gain);
        boolean[] excluded = new boolean[PIXELS];
        for (int p = 0; p < PIXELS; p++) {
            excluded[p] = in.get(8 * PIXELS + p) != 0;
        }
        return new CorrectionSet(dark, gain, excluded);
    }

    static double[][] masks() {
        var in = bytes("masks.bin").asDoubleBuffer();
        double[][] masks = new double[3][PIXELS];
        for (double[] mask : masks) {
            in.get(mask);
        }
        return masks;
    }

    static boolean[] roi() {
        var in = bytes("roi.bin");
        boolean[] roi = new boolean[SCAN_ROWS * SCAN_COLS];
        for (int p = 0; p < roi.length; p++) {
            roi[p] = in.get(p) != 0;
        }
        return roi;
    }

    static ByteBuffer bytes(String file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
