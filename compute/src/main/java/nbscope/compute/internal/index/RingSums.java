package nbscope.compute.internal.index;

import java.util.Arrays;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import org.jspecify.annotations.Nullable;

/// A ring by the radial prefix cube: the difference of two checkpoints, and the pixels between checkpoint
/// and radius by the planes of the frame where there are some, else by the blocks of the data.
final class RingSums {
    private final Geometry geometry;
    private final RadialCube cube;
    private final RingOrder.Steps steps;

    RingSums(Geometry geometry, RadialCube cube, Plan.Ring ring) {
        this.geometry = geometry;
        this.cube = cube;
        this.steps = cube.steps(ring);
    }

    Way way(@Nullable RowPrefixIndex index, Workers workers, long[] out, FrameIndex.Blocks<long[]> blocks) {
        long bytes = cube.bytesTouched(steps);
        if (index == null) {
            Plan plus = plan(steps.plus());
            Plan minus = plan(steps.minus());
            return new Way(ComputePath.RADIAL_PREFIX, bytes + plus.bytesTouched() + minus.bytesTouched(), () -> {
                pixels(
                        steps.plus().length,
                        steps.minus().length,
                        out,
                        a -> blocks.sum(plus, a),
                        a -> blocks.sum(minus, a));
                cube.add(steps, workers, out);
            });
        }
        int[] plus = index.ends(runs(steps.plus()));
        int[] minus = index.ends(runs(steps.minus()));
        return new Way(ComputePath.RADIAL_PREFIX, bytes + index.bytesTouched(plus) + index.bytesTouched(minus), () -> {
            pixels(plus.length, minus.length, out, a -> index.sum(plus, workers, a), a -> index.sum(minus, workers, a));
            cube.add(steps, workers, out);
        });
    }

    Way way(@Nullable PixelPlanes index, Workers workers, double[] out, FrameIndex.Blocks<double[]> blocks) {
        long bytes = cube.bytesTouched(steps);
        if (index == null) {
            Plan plus = plan(steps.plus());
            return new Way(ComputePath.RADIAL_PREFIX, bytes + plus.bytesTouched(), () -> {
                blocks.sum(plus, out);
                cube.add(steps, workers, out);
            });
        }
        return new Way(ComputePath.RADIAL_PREFIX, bytes + index.bytes(steps.plus().length), () -> {
            index.sum(steps.plus(), workers, out);
            cube.add(steps, workers, out);
        });
    }

    private interface Fill {
        void sum(long[] out);
    }

    private static void pixels(int plus, int minus, long[] out, Fill add, Fill subtract) {
        if (plus == 0) {
            Arrays.fill(out, 0);
        } else {
            add.sum(out);
        }
        if (minus > 0) {
            long[] less = new long[out.length];
            subtract.sum(less);
            for (int i = 0; i < out.length; i++) {
                out[i] -= less[i];
            }
        }
    }

    private boolean[] selected(int[] pixels) {
        boolean[] selected = new boolean[geometry.pixels()];
        for (int pixel : pixels) {
            selected[pixel] = true;
        }
        return selected;
    }

    private Plan plan(int[] pixels) {
        return Plan.of(selected(pixels), geometry.dtype().bytes());
    }

    private int[] runs(int[] pixels) {
        return Runs.of(selected(pixels)).ends();
    }
}
