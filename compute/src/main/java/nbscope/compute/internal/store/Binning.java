package nbscope.compute.internal.store;

import java.util.ArrayList;
import java.util.List;
import nbscope.io.Calibration;
import nbscope.io.DType;

/// How many pixels and positions become one while a stack is loaded. What is left at the end of an axis and
/// fills no bin is dropped, as `array[:n // b * b]` drops it in NumPy.
///
/// @param detector detector pixels per side
/// @param scan     scan positions per side
/// @param mean     values are means, else sums
public record Binning(int detector, int scan, boolean mean) {
    /// Whether nothing is binned.
    public boolean isNone() {
        return detector == 1 && scan == 1;
    }

    /// Values that become one.
    public int count() {
        return detector * detector * scan * scan;
    }

    /// Whether anything is left of such a stack.
    public boolean suits(Geometry raw) {
        return raw.scanRows() >= scan
                && raw.scanCols() >= scan
                && raw.detRows() >= detector
                && raw.detCols() >= detector;
    }

    /// The binned sizes, in the type that the values have until one of them does not fit it.
    ///
    /// @throws IllegalArgumentException when nothing would be left
    public Geometry of(Geometry raw, String name) {
        if (!suits(raw)) {
            throw new IllegalArgumentException("\"" + name + "\" has " + raw.scanRows() + " x " + raw.scanCols()
                    + " scan positions and " + raw.detRows() + " x " + raw.detCols()
                    + " detector pixels; nothing is left of it when the scan is binned by " + scan
                    + " and the detector by " + detector);
        }
        return new Geometry(
                first(raw.dtype()),
                raw.scanRows() / scan,
                raw.scanCols() / scan,
                raw.detRows() / detector,
                raw.detCols() / detector);
    }

    private DType first(DType raw) {
        return isNone() || !mean || raw == DType.F64 ? raw : DType.F32;
    }

    /// The next larger types hold every sum of the smaller ones. There is no 64-bit integer among the types
    /// of a stack, but float64 holds each sum of up to 2^21 32-bit integers exactly.
    static DType wider(DType dtype) {
        return switch (dtype) {
            case U8 -> DType.U16;
            case I8 -> DType.I16;
            case U16 -> DType.U32;
            case I16 -> DType.I32;
            case U32, I32, F32, F64, U64, I64, F16, C64, C128, RAW -> DType.F64;
        };
    }

    /// Whether whole numbers between these fit.
    static boolean fits(DType dtype, long min, long max) {
        if (!dtype.isInteger()) {
            return true;
        }
        int bits = 8 * dtype.bytes();
        return dtype.isUnsigned() ? min >= 0 && max < 1L << bits : min >= -(1L << bits - 1) && max < 1L << bits - 1;
    }

    /// Pixels grow and the centre moves: pixel `c` ends up at `(c + 0.5) / bin - 0.5`.
    public Calibration adjust(Calibration c) {
        return c.mradPerPixel(c.mradPerPixel() * detector)
                .centre((c.centreRow() + 0.5) / detector - 0.5, (c.centreCol() + 0.5) / detector - 0.5)
                .scanStep(c.scanStepAngstrom() * scan);
    }

    /// A binned pixel is bad when one of its pixels is.
    boolean[] mask(boolean[] bad, Geometry raw) {
        int rows = raw.detRows() / detector;
        int cols = raw.detCols() / detector;
        boolean[] binned = new boolean[rows * cols];
        for (int r = 0; r < rows * detector; r++) {
            for (int c = 0; c < cols * detector; c++) {
                binned[r / detector * cols + c / detector] |= bad[r * raw.detCols() + c];
            }
        }
        return binned;
    }

    /// What was done, for people.
    ///
    /// @param stored  the type of the loaded values
    /// @param largest the value that made the type grow, in words
    List<String> notes(Geometry raw, DType stored, String largest) {
        List<String> notes = new ArrayList<>();
        if (isNone()) {
            return notes;
        }
        List<String> what = new ArrayList<>();
        if (detector > 1) {
            what.add(detector + " x " + detector + " detector pixels");
        }
        if (scan > 1) {
            what.add(scan + " x " + scan + " scan positions");
        }
        String type;
        if (stored == raw.dtype()) {
            type = stored.wireName() + " as in the file";
        } else if (mean) {
            type = stored.wireName() + ", rounded once";
        } else {
            type = stored.wireName() + " instead of " + raw.dtype().wireName() + ", which " + largest + " does not fit";
        }
        notes.add("binned: each value is the " + (mean ? "mean" : "sum") + " of " + String.join(" and ", what) + "; "
                + type);
        dropped(notes, raw.detRows() % detector, raw.detCols() % detector, "detector", detector);
        dropped(notes, raw.scanRows() % scan, raw.scanCols() % scan, "scan", scan);
        return notes;
    }

    private static void dropped(List<String> notes, int rows, int cols, String axis, int bin) {
        if (rows + cols > 0) {
            notes.add("the last " + count(rows, "row") + (rows > 0 && cols > 0 ? " and " : "") + count(cols, "column")
                    + " of the " + axis + " fill no bin of " + bin + " and were dropped");
        }
    }

    private static String count(int n, String noun) {
        return n == 0 ? "" : n == 1 ? "1 " + noun : n + " " + noun + "s";
    }
}
