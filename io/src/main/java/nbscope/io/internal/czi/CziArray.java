package nbscope.io.internal.czi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.Buffers;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziDimension;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.internal.array.ElementCopy;
import nbscope.io.internal.array.Layout;

/// The planes of a file as an array `[t, c, z, y, x]`, or `[t, c, z, y, x, sample]`; pixel (0, 0) is
/// the corner of the box around all tiles.
public final class CziArray implements NdArray {
    private static final String AXES = "TCZ";
    private static final int X = 4;
    private static final double MICROMETRES = 1e6;

    private final OpenCzi file;
    private final CziPixelType type;
    private final CziBox bounds;
    private final int[] start;
    private final long[] shape;
    private final ElementType element;

    private CziArray(OpenCzi file, CziPixelType type, int[] start, long[] shape) {
        this.file = file;
        this.type = type;
        this.bounds = file.bounds();
        this.start = start;
        this.shape = shape;
        this.element = ElementType.of(type.dtype());
    }

    /// @throws UnsupportedDataException when the planes make no such array
    public static CziArray of(OpenCzi file) {
        int[] start = new int[AXES.length()];
        long[] shape = {1, 1, 1, file.bounds().height(), file.bounds().width()};
        for (CziDimension dimension : file.dimensions()) {
            int axis = AXES.indexOf(dimension.letter());
            if (axis >= 0) {
                start[axis] = dimension.start();
                shape[axis] = dimension.size();
            } else if (CziPlane.LETTERS.indexOf(dimension.letter()) >= 0 && dimension.size() > 1) {
                throw new UnsupportedDataException(
                        file.name(),
                        "dimension " + dimension.letter() + " has " + dimension.size()
                                + " positions, and an array of this file has axes for T, C and Z only. Read its planes "
                                + "with CziFile.open(path).readMosaic(region, 1, CziPlane.parse(\"" + dimension.letter()
                                + "=0\"), arena)");
            }
        }
        if (file.bounds().isEmpty()) {
            throw new UnsupportedDataException(file.name(), "it has no tiles of full resolution");
        }
        CziPixelType type = onlyType(file);
        if (type.samples() > 1) {
            shape = Arrays.copyOf(shape, 6);
            shape[5] = type.samples();
        }
        return new CziArray(file, type, start, shape);
    }

    private static CziPixelType onlyType(OpenCzi file) {
        CziPixelType type = file.shape(0).type();
        for (int row = 1; row < file.tiles(); row++) {
            CziPixelType other = file.shape(row).type();
            if (other != type) {
                throw new UnsupportedDataException(
                        file.name(),
                        "it has pixels of type " + type + " and of type " + other
                                + ", and an array has one type. Read its planes one by one, for example with "
                                + "CziFile.open(path).readMosaic(region, 1, CziPlane.channel(1), arena)");
            }
        }
        return type;
    }

    /// The same for what goes through all of it in small parts.
    public CziPlanes planes() {
        return new CziPlanes(this);
    }

    OpenCzi file() {
        return file;
    }

    CziPixelType type() {
        return type;
    }

    CziBox bounds() {
        return bounds;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public DType dtype() {
        return type.dtype();
    }

    @Override
    public ElementType elementType() {
        return element;
    }

    @Override
    public String name() {
        return file.name();
    }

    /// X, Y and Z in micrometres where the metadata give a pixel size; the origin of X and Y is that of
    /// the file.
    @Override
    public List<Axis> axes() {
        var size = file.metadata().pixelSize();
        List<Axis> axes = new ArrayList<>();
        axes.add(Axis.pixels("t"));
        axes.add(Axis.pixels("c"));
        axes.add(axis("z", size.z(), 0));
        axes.add(axis("y", size.y(), bounds.y()));
        axes.add(axis("x", size.x(), bounds.x()));
        if (shape.length > X + 1) {
            axes.add(Axis.pixels("sample"));
        }
        return List.copyOf(axes);
    }

    private static Axis axis(String name, double metres, long origin) {
        double step = metres * MICROMETRES;
        return Double.isNaN(metres) ? Axis.pixels(name) : new Axis(name, step, "µm", origin * step);
    }

    /// What `nbscope info` shows.
    @Override
    public Map<?, ?> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        Map<String, List<Long>> dimensions = new LinkedHashMap<>();
        file.dimensions().forEach(d -> dimensions.put(String.valueOf(d.letter()), List.of((long) d.start(), d.size())));
        header.put("dimensions", dimensions);
        header.put(
                "channels",
                file.metadata().channels().stream().map(CziChannel::name).toList());
        return header;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        Layout.check(region, shape, element.bytes(), destination, name());
        long[] from = region.start();
        long[] size = region.shape();
        if (region.elements() == 0) {
            return;
        }
        CziBox box = new CziBox(bounds.x() + from[X], bounds.y() + from[X - 1], size[X], size[X - 1]);
        long plane = size[X] * size[X - 1] * (size.length > X + 1 ? size[X + 1] : 1) * element.bytes();
        long at = 0;
        for (long t = 0; t < size[0]; t++) {
            for (long c = 0; c < size[1]; c++) {
                for (long z = 0; z < size[2]; z++) {
                    plane(
                            new long[] {from[0] + t, from[1] + c, from[2] + z},
                            box,
                            region,
                            destination.asSlice(at, plane));
                    at += plane;
                }
            }
        }
    }

    private void plane(long[] position, CziBox box, Region region, MemorySegment out) {
        CziPlane plane = at(position);
        if (!file.has(plane)) {
            // A position that no tile has: an empty plane.
            out.fill((byte) 0);
        } else if (region.rank() == X + 1 || region.shape()[X + 1] == type.samples()) {
            file.readMosaic(box, 1, plane, out);
        } else {
            samples(box, plane, region, out);
        }
    }

    /// @param position along T, C and Z, from 0
    CziPlane at(long... position) {
        CziPlane plane = CziPlane.first();
        for (CziDimension d : file.dimensions()) {
            int axis = AXES.indexOf(d.letter());
            if (axis >= 0) {
                plane = plane.with(d.letter(), start[axis] + (int) position[axis]);
            }
        }
        return plane;
    }

    /// Some of the samples of each pixel.
    private void samples(CziBox box, CziPlane plane, Region region, MemorySegment out) {
        long pixels = box.width() * box.height();
        int item = element.bytes();
        long first = region.start()[X + 1] * item;
        long wanted = region.shape()[X + 1] * item;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment all = Buffers.allocate(pixels * type.bytes(), arena);
            file.readMosaic(box, 1, plane, all);
            for (long i = 0; i < pixels; i++) {
                MemorySegment.copy(all, i * type.bytes() + first, out, i * wanted, wanted);
            }
        }
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        ElementCopy copy = ElementCopy.toFloat32(element, name());
        Layout.check(region, shape, Float.BYTES, destination, name());
        if (dtype() == DType.F32) {
            read(region, destination);
            return;
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment stored = read(region, arena);
            copy.run(stored, 0, element.bytes(), destination, 0, region.elements());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
