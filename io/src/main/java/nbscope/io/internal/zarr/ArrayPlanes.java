package nbscope.io.internal.zarr;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.NdArray;
import nbscope.io.PlaneSource;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.FileState;

/// Any array as planes.
public final class ArrayPlanes implements PlaneSource {
    static final List<String> NAMES = List.of("t", "c", "z", "y", "x");

    private final NdArray array;
    private final List<Axis> axes;

    private ArrayPlanes(NdArray array, List<Axis> axes) {
        this.array = array;
        this.axes = axes;
    }

    public static PlaneSource of(NdArray array) {
        long[] shape = array.shape();
        if (shape.length < 2
                || shape.length > NAMES.size()
                || Arrays.stream(shape).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(array.name() + " has the shape " + Arrays.toString(shape)
                    + "; an OME-Zarr image has 2 to 5 axes (t, c, z, y, x), none of them empty. Reshape the array "
                    + "before you save it");
        }
        if (!array.dtype().isPrimitive()) {
            throw new UnsupportedDataException(
                    array.name(),
                    "elements of type " + array.elementType().numpy() + " are not written as OME-Zarr; written are "
                            + "integers, float32 and float64. Convert the array before you save it, in Python with "
                            + "array.astype('float32')");
        }
        List<Axis> given = array.axes();
        List<String> names = given.stream().map(Axis::name).toList();
        boolean own = names.size() >= 2
                && NAMES.stream().filter(names::contains).toList().equals(names)
                && names.containsAll(NAMES.subList(3, 5));
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            Axis axis = given.get(i);
            String name = own ? axis.name() : NAMES.get(NAMES.size() - shape.length + i);
            axes.add(new Axis(name, axis.step(), axis.unit(), axis.origin()));
        }
        return new ArrayPlanes(array, List.copyOf(axes));
    }

    @Override
    public String name() {
        return array.name();
    }

    @Override
    public String fingerprint() {
        return array.name() + " " + array.elementType().numpy() + " " + Arrays.toString(array.shape()) + " "
                + FileState.of(array.name());
    }

    @Override
    public DType dtype() {
        return array.dtype();
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public long[] shape() {
        return array.shape();
    }

    @Override
    public void read(int t, int c, int z, long y, long x, int height, int width, MemorySegment destination) {
        long[] start = new long[axes.size()];
        long[] lengths = new long[axes.size()];
        for (int i = 0; i < start.length; i++) {
            String name = axes.get(i).name();
            start[i] = switch (name) {
                case "t" -> t;
                case "c" -> c;
                case "z" -> z;
                case "y" -> y;
                default -> x;
            };
            lengths[i] = name.equals("y") ? height : name.equals("x") ? width : 1;
        }
        array.read(new Region(start, lengths), destination);
    }
}
