package nbscope.io.internal.volume;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.StridedArray;
import org.jspecify.annotations.Nullable;

/// An image of medicine: values in the file's own order of axes (the fastest first, as nibabel and pynrrd give
/// them), its header, and where its pixels lie.
public final class Volume implements NdArray {
    private final NdArray values;
    private final Map<?, ?> header;
    private final Placement placement;
    private final List<Axis> axes;
    private final String format;

    /// @param format `nifti` or `nrrd`
    /// @param slope  of `stored · slope + inter`; 1 and 0 leave the values as they are
    /// @param units  one for each axis, or empty texts
    public Volume(
            String format,
            StridedArray stored,
            double slope,
            double inter,
            Map<?, ?> header,
            Placement placement,
            List<String> units) {
        this(
                format,
                slope == 1 && inter == 0 ? stored : new ScaledArray(stored, slope, inter),
                header,
                placement,
                axes(placement, units));
    }

    private Volume(String format, NdArray values, Map<?, ?> header, Placement placement, List<Axis> axes) {
        this.format = format;
        this.values = values;
        this.header = header;
        this.placement = placement;
        this.axes = axes;
    }

    private static List<Axis> axes(Placement placement, List<String> units) {
        List<String> names = List.of("x", "y", "z", "t");
        double[] steps = placement.steps();
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            String name = i < names.size() ? names.get(i) : "axis" + i;
            boolean known = i < steps.length && steps[i] > 0 && !units.get(i).isEmpty();
            axes.add(known ? new Axis(name, steps[i], units.get(i), 0) : Axis.pixels(name));
        }
        return List.copyOf(axes);
    }

    /// The axes turned as medvol 0.0.22 turns them when mlarray's converter loads a file; the values stay where
    /// they are in the file. Shares the lifetime.
    public Volume turned() {
        @Nullable Turn turn = placement.turn(shape());
        if (turn == null) {
            return this;
        }
        NdArray view = values instanceof ScaledArray scaled
                ? scaled.turned(turn.order(), turn.backward())
                : ((StridedArray) values).turned(turn.order(), turn.backward());
        List<Axis> moved = new ArrayList<>();
        for (int from : turn.order()) {
            moved.add(axes.get(from));
        }
        return new Volume(format, view, header, turn.placement(), List.copyOf(moved));
    }

    /// How axes are turned: axis `i` of the result is axis `order[i]`, `backward[i]` from its end.
    public record Turn(int[] order, boolean[] backward, Placement placement) {}

    public String format() {
        return format;
    }

    public Placement placement() {
        return placement;
    }

    @Override
    public Map<?, ?> header() {
        return header;
    }

    @Override
    public long[] shape() {
        return values.shape();
    }

    @Override
    public DType dtype() {
        return values.dtype();
    }

    @Override
    public ElementType elementType() {
        return values.elementType();
    }

    @Override
    public String name() {
        return values.name();
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        values.read(region, destination);
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        values.readFloat32(region, destination);
    }

    @Override
    public void close() {
        values.close();
    }
}
