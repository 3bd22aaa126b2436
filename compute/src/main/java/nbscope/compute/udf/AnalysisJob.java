package nbscope.compute.udf;

import java.io.Serializable;
import java.util.Locale;
import nbscope.io.DataSet;
import nbscope.io.NdArray;

/// One of the usual questions to detector data, as they are typed in a shell or a notebook: `sum`, `sumsig`, `std`,
/// `com`, `adf:8,32`, `bf:6`. Pixels that the file masks count as 0.
///
/// @param kind  what is computed
/// @param inner pixels nearer to the centre do not count; for rings
/// @param outer pixels at this distance and beyond do not count; for rings
/// @param row   row of the ring's centre; NaN for half the number of rows
/// @param col   column of it; NaN for half the number of columns
public record AnalysisJob(Kind kind, double inner, double outer, double row, double col) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String USAGE =
            "expected sum, sumsig, std, com, adf:INNER,OUTER[,ROW,COL] or bf:RADIUS, in pixels";

    public enum Kind {
        /// All frames, pixel by pixel: int64 for integers, else float64; shape of the detector.
        SUM,
        /// Each frame: int64 for integers, else float64; shape of the scan.
        SUMSIG,
        /// Standard deviation over all frames (divided by their number), pixel by pixel: float64.
        STD,
        /// Centre of mass of each frame, `(row, col)` in pixels from 0: float64, shape of the scan and 2; NaN where the
        /// sum is 0.
        COM,
        /// Each frame over the pixels with `inner² <= r² < outer²`: as SUMSIG.
        RING
    }

    public AnalysisJob {
        if (kind == Kind.RING && !(inner >= 0 && inner < outer)) {
            throw new IllegalArgumentException(
                    "a ring has 0 <= inner < outer radius, found " + inner + " and " + outer + "; " + USAGE);
        }
    }

    /// A job without parameters.
    public static AnalysisJob of(Kind kind) {
        return new AnalysisJob(kind, 0, kind == Kind.RING ? Double.POSITIVE_INFINITY : 0, Double.NaN, Double.NaN);
    }

    /// The job of a text.
    ///
    /// @throws IllegalArgumentException that says what was found and what is expected
    public static AnalysisJob parse(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        double[] numbers = colon < 0 ? new double[0] : numbers(text, text.substring(colon + 1));
        return switch (name) {
            case "sum" -> plain(Kind.SUM, numbers, text);
            case "sumsig" -> plain(Kind.SUMSIG, numbers, text);
            case "std" -> plain(Kind.STD, numbers, text);
            case "com" -> plain(Kind.COM, numbers, text);
            case "bf" -> {
                if (numbers.length != 1 && numbers.length != 3) {
                    throw wrong(text);
                }
                boolean centred = numbers.length == 3;
                yield new AnalysisJob(
                        Kind.RING, 0, numbers[0], centred ? numbers[1] : Double.NaN, centred ? numbers[2] : Double.NaN);
            }
            case "adf" -> {
                if (numbers.length != 2 && numbers.length != 4) {
                    throw wrong(text);
                }
                boolean centred = numbers.length == 4;
                yield new AnalysisJob(
                        Kind.RING,
                        numbers[0],
                        numbers[1],
                        centred ? numbers[2] : Double.NaN,
                        centred ? numbers[3] : Double.NaN);
            }
            default -> throw wrong(text);
        };
    }

    /// As it is typed: [#parse] makes this job of it.
    public String text() {
        if (kind != Kind.RING) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
        String centre = Double.isNaN(row) ? "" : "," + number(row) + "," + number(col);
        return inner == 0 ? "bf:" + number(outer) + centre : "adf:" + number(inner) + "," + number(outer) + centre;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static AnalysisJob plain(Kind kind, double[] numbers, String text) {
        if (numbers.length > 0) {
            throw wrong(text);
        }
        return of(kind);
    }

    private static double[] numbers(String text, String list) {
        String[] parts = list.split(",", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                throw wrong(text);
            }
            if (!Double.isFinite(numbers[i])) {
                throw wrong(text);
            }
        }
        return numbers;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("found the job \"" + text + "\", " + USAGE);
    }

    /// The job as a UDF whose result is the array that is to be saved or shown.
    ///
    /// @param data what it will run on; its shape and its mask are taken
    public Udf<NdArray> udf(DataSet data) {
        return AnalysisUdf.of(this, data);
    }
}
