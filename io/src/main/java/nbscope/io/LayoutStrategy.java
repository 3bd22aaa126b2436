package nbscope.io;

import java.util.Arrays;
import java.util.stream.Collectors;
import nbscope.io.internal.layout.Blosc2AutoLayout;
import nbscope.io.internal.layout.MlArrayBaselineLayout;
import nbscope.io.internal.layout.MlArrayLayout;
import nbscope.io.internal.layout.PatchAlignedLayout;

/// The rules that choose chunks and blocks, by the names that files, the command line and notebooks use.
public enum LayoutStrategy {
    /// What mlarray 0.0.54 writes, number for number.
    MLARRAY("mlarray"),
    /// What mlarray up to 0.0.53 wrote (and nnU-Net): blocks are powers of two. 2-D and 3-D patches.
    MLARRAY_BASELINE("mlarray-baseline"),
    /// What python-blosc2 4.14 chooses by itself, which is also mlarray's `patch_size=None`. Looks at the
    /// caches, not at the patch.
    BLOSC2_AUTO("blosc2-auto"),
    /// Ours: any number of axes, real cache sizes, blocks that fit patches and single frames; never worse
    /// than `mlarray` in what it minimises.
    PATCH_ALIGNED("patch-aligned");

    private final String label;

    LayoutStrategy(String label) {
        this.label = label;
    }

    /// The name that a person types.
    public String label() {
        return label;
    }

    /// Throws IllegalArgumentException with the names that there are.
    public static LayoutStrategy of(String label) {
        return Arrays.stream(values())
                .filter(s -> s.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no strategy '" + label + "'; take one of "
                        + Arrays.stream(values()).map(LayoutStrategy::label).collect(Collectors.joining(", "))));
    }

    /// The chunks and blocks for an array. The same request gives the same answer.
    ///
    /// Throws IllegalArgumentException, with what to do, when this rule has no answer for the request.
    public ChunkLayout layout(LayoutRequest request) {
        return switch (this) {
            case MLARRAY -> MlArrayLayout.of(request);
            case MLARRAY_BASELINE -> MlArrayBaselineLayout.of(request);
            case BLOSC2_AUTO -> Blosc2AutoLayout.of(request);
            case PATCH_ALIGNED -> PatchAlignedLayout.of(request);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
