package nbscope.compute.internal.opencl;

import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DType;

/// One way to build the kernels.
///
/// @param dtype    the pixel type
/// @param gpu      for work-groups that read together, else for work items that walk alone
/// @param aligned  every pattern starts at a multiple of 16 bytes
/// @param wide     detector rows of so many pixels that their moments pass 32 bits
/// @param weighted for weights, in float64
/// @param doubles  the device can compute in float64
record ClProgram(DType dtype, boolean gpu, boolean aligned, boolean wide, boolean weighted, boolean doubles) {
    /// Work items of a group of `groups.cl`.
    private static final int GROUP = 64;

    /// A group is what a core of a CPU takes at once. Left to themselves drivers make one of thousands, for one core.
    private static final int CPU_GROUP = 8;

    /// Patterns that a work item of `items.cl` sums.
    private static final int PATTERNS_PER_ITEM = 4;

    /// Pixels of a work item of `pattern_sums` in `items.cl`.
    private static final int TILE = 1024;

    /// In a row of more, 65,535 times the sum of the numbers of its 16-pixel cells may pass 31 bits.
    private static final int LONGEST_NARROW_ROW = 4096;

    static ClProgram of(Geometry g, OpenClDevice device) {
        return new ClProgram(
                g.dtype(),
                device.isGpu(),
                g.patternBytes() % 16 == 0,
                g.detCols() > LONGEST_NARROW_ROW,
                false,
                device.doubles());
    }

    ClProgram withWeights() {
        return new ClProgram(dtype, gpu, aligned, wide, true, doubles);
    }

    /// Files of the kernels' text, in order.
    String[] files() {
        return new String[] {"common.cl", gpu ? "groups.cl" : "items.cl"};
    }

    /// What the compiler is told.
    String options() {
        String type = switch (dtype) {
            case U8 -> "-DT=uchar -DUT=uchar -DMOM=" + (wide ? "ulong" : "uint");
            case I8 -> "-DT=char -DUT=uchar -DMOM=" + (wide ? "long" : "int");
            case U16 -> "-DT=ushort -DUT=ushort -DMOM=" + (wide ? "ulong" : "uint");
            case I16 -> "-DT=short -DUT=ushort -DMOM=" + (wide ? "long" : "int");
            case U32 -> "-DT=uint -DUT=uint -DMOM=long";
            case I32 -> "-DT=int -DUT=uint -DMOM=long";
            case F32 -> "-DT=float -DUT=uint -DFLOATS";
            case F64 -> "-DT=double -DUT=ulong -DFLOATS";
            case U64, I64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " has no exact integer sums");
        };
        int size = dtype.bytes();
        boolean inDoubles = weighted || !dtype.isInteger();
        return type + " -DPPB=" + 64 / size + " -DV=" + lanes() + " -DN=" + 16 / size + " -DPX=" + pixelsPerItem()
                + " -DACC=" + (inDoubles ? "double" : lane()) + " -DOUT=" + (inDoubles ? "double" : "long")
                + (inDoubles ? " -DDOUBLES" : "") + (weighted ? " -DWEIGHTED" : "")
                + (aligned ? " -DALIGNED" : "");
    }

    private String lane() {
        return switch (dtype) {
            case U8, U16 -> "uint";
            case I8, I16 -> "int";
            default -> "long";
        };
    }

    /// Pixels of a CPU's vector, and of a cell of [ClCells].
    int lanes() {
        return lanes(dtype);
    }

    static int lanes(DType dtype) {
        return Math.min(16, 64 / dtype.bytes());
    }

    private int pixelsPerItem() {
        return Math.min(4, 16 / dtype.bytes());
    }

    /// Pixels that one work item of `pattern_sums` adds.
    int tile() {
        return gpu ? pixelsPerItem() : TILE;
    }

    /// Work items that sum so many patterns.
    long sumItems(int patterns) {
        return gpu ? (long) patterns * GROUP : (patterns + PATTERNS_PER_ITEM - 1L) / PATTERNS_PER_ITEM;
    }

    /// Work items that make the moments of so many patterns.
    long momentItems(int patterns) {
        return gpu ? (long) patterns * GROUP : patterns;
    }

    /// Work items of a group that sums patterns.
    long local() {
        return gpu ? GROUP : CPU_GROUP;
    }

    /// Work items of a group that adds patterns to each other.
    long localOfPatterns() {
        return gpu ? GROUP : 1;
    }
}
