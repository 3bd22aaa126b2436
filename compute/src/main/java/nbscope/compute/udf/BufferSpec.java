package nbscope.compute.udf;

import java.io.Serializable;
import java.util.Arrays;
import nbscope.io.DType;

/// A result buffer that a UDF asks for. Filled with zeros at the start.
///
/// @param name       how the UDF finds it
/// @param kind       what there is one of
/// @param dtype      type of its values: one that Java calculates with
/// @param extraShape values per position, per pixel, or in all; empty for a single value
/// @param scratch    only for the work on one partition (`use="private"` in LiberTEM): never merged,
///     never sent
public record BufferSpec(String name, Kind kind, DType dtype, int[] extraShape, boolean scratch)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /// One entry per scan position.
        NAV,
        /// One entry per detector pixel.
        SIG,
        /// One entry.
        SINGLE
    }

    public BufferSpec {
        if (!dtype.isPrimitive()) {
            throw new IllegalArgumentException(
                    "the buffer \"" + name + "\" cannot hold " + dtype + "; use an integer type, F32 or F64");
        }
    }

    public static BufferSpec nav(String name, DType dtype, int... extraShape) {
        return new BufferSpec(name, Kind.NAV, dtype, extraShape, false);
    }

    public static BufferSpec sig(String name, DType dtype, int... extraShape) {
        return new BufferSpec(name, Kind.SIG, dtype, extraShape, false);
    }

    public static BufferSpec single(String name, DType dtype, int... extraShape) {
        return new BufferSpec(name, Kind.SINGLE, dtype, extraShape, false);
    }

    /// The same as working memory of a partition.
    public BufferSpec asScratch() {
        return new BufferSpec(name, kind, dtype, extraShape, true);
    }

    /// Values per entry.
    public int extraSize() {
        return Arrays.stream(extraShape).reduce(1, Math::multiplyExact);
    }
}
