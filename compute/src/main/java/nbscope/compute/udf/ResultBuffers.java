package nbscope.compute.udf;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.compute.Image;
import nbscope.compute.internal.udf.PlainArray;
import nbscope.io.DType;
import nbscope.io.Pixels;
import nbscope.io.dataset.DataTile;
import org.jspecify.annotations.Nullable;

/// The buffers of one UDF: of a whole run, or of one partition, whose nav buffers hold only its own
/// positions. A mergeable value: plain Java arrays by name, serialisable.
///
/// Not safe for several threads at once; each partition has its own.
public final class ResultBuffers implements Serializable {
    private static final long serialVersionUID = 1L;

    /// Pictures of one buffer that somebody wants to see beside each other.
    private static final int MOST_CHANNELS = 4;

    private final UdfMeta meta;
    private final int navFirst;
    private final int navCount;
    private final Map<String, BufferSpec> specs = new LinkedHashMap<>();
    private final Map<String, Object> arrays = new LinkedHashMap<>();
    private final boolean[] valid;

    /// Zeroed buffers.
    ///
    /// @param navFirst first computed position that the nav buffers hold
    /// @param navCount number of them
    public ResultBuffers(UdfMeta meta, List<BufferSpec> wanted, int navFirst, int navCount) {
        this(meta, navFirst, navCount, new boolean[navCount]);
        for (var spec : wanted) {
            if (specs.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException("two buffers have the name \"" + spec.name() + "\"");
            }
            arrays.put(spec.name(), PlainArray.make(spec.dtype(), Math.multiplyExact(entries(spec), spec.extraSize())));
        }
    }

    private ResultBuffers(UdfMeta meta, int navFirst, int navCount, boolean[] valid) {
        this.meta = meta;
        this.navFirst = navFirst;
        this.navCount = navCount;
        this.valid = valid;
    }

    public UdfMeta meta() {
        return meta;
    }

    /// First computed position of the nav buffers.
    public int navFirst() {
        return navFirst;
    }

    /// Computed positions that the nav buffers hold.
    public int navCount() {
        return navCount;
    }

    /// Where in a nav buffer the entry of a tile's frame is.
    public int navOffset(DataTile tile, int frame) {
        return tile.firstIndex() + frame - navFirst;
    }

    /// Whether the entry of a computed position (counted from [#navFirst]) was calculated already.
    public boolean isValid(int index) {
        return valid[index];
    }

    /// Whether every entry was calculated.
    public boolean isComplete() {
        for (boolean v : valid) {
            if (!v) {
                return false;
            }
        }
        return true;
    }

    /// What a buffer holds and of which shape.
    public BufferSpec spec(String name) {
        BufferSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("there is no buffer \"" + name + "\", only " + specs.keySet());
        }
        return spec;
    }

    /// The values of an I64 or U64 buffer.
    public long[] longs(String name) {
        return as(name, long[].class);
    }

    /// The values of an I32 or U32 buffer.
    public int[] ints(String name) {
        return as(name, int[].class);
    }

    /// The values of an F64 buffer.
    public double[] doubles(String name) {
        return as(name, double[].class);
    }

    /// The values of an F32 buffer.
    public float[] floats(String name) {
        return as(name, float[].class);
    }

    /// The values of any buffer: the primitive array that fits its type.
    public Object array(String name) {
        spec(name);
        Object array = arrays.get(name);
        if (array == null) {
            throw new IllegalStateException(
                    "the buffer \"" + name + "\" is scratch and was dropped with its partition");
        }
        return array;
    }

    /// A nav buffer as the user gets it.
    public NavValues nav(String name) {
        var spec = spec(name);
        if (spec.kind() != BufferSpec.Kind.NAV) {
            throw new IllegalArgumentException("the buffer \"" + name + "\" is of kind " + spec.kind() + ", not NAV");
        }
        return new NavValues(meta, spec.dtype(), spec.extraSize(), array(name), valid.clone());
    }

    /// A picture per nav and sig buffer, of at most four values per entry.
    ///
    /// @param name of the picture when there is only one
    List<Picture> pictures(String name) {
        List<Picture> all = new ArrayList<>();
        for (var spec : specs.values()) {
            int channels = Math.min(MOST_CHANNELS, spec.extraSize());
            for (int c = 0; !spec.scratch() && c < channels; c++) {
                String called = channels == 1 ? spec.name() : spec.name() + " " + c;
                switch (spec.kind()) {
                    case NAV ->
                        all.add(new Picture(
                                called, Picture.Plane.SCAN, nav(spec.name()).image(c)));
                    case SIG -> all.add(new Picture(called, Picture.Plane.DETECTOR, sig(spec, c)));
                    case SINGLE -> {}
                }
            }
        }
        if (all.size() == 1) {
            return List.of(
                    new Picture(name, all.getFirst().plane(), all.getFirst().image()));
        }
        return all;
    }

    private Image sig(BufferSpec spec, int channel) {
        var values = PlainArray.segment(array(spec.name()));
        double[] taken = new double[meta.pixels()];
        for (int p = 0; p < taken.length; p++) {
            taken[p] = Pixels.value(spec.dtype(), values, 0, p * spec.extraSize() + channel);
        }
        return Image.of(meta.detRows(), meta.detCols(), DType.F64, MemorySegment.ofArray(taken));
    }

    /// Puts nav values in their place and adds sig and single values.
    public void mergeByDefault(ResultBuffers partial) {
        for (var spec : specs.values()) {
            if (spec.scratch()) {
                continue;
            }
            if (spec.kind() == BufferSpec.Kind.NAV) {
                place(spec.name(), partial);
            } else {
                PlainArray.add(spec.dtype(), array(spec.name()), partial.array(spec.name()));
            }
        }
    }

    /// Puts the nav values of a partition in their place.
    public void place(String name, ResultBuffers partial) {
        int extra = spec(name).extraSize();
        Object from = partial.array(name);
        System.arraycopy(from, 0, array(name), (partial.navFirst - navFirst) * extra, partial.navCount * extra);
    }

    /// Marks the positions of a merged partition as calculated.
    public void markValid(ResultBuffers partial) {
        int from = partial.navFirst - navFirst;
        Arrays.fill(valid, from, from + partial.navCount, true);
    }

    /// A copy that later merges do not change.
    public ResultBuffers copy() {
        var copy = new ResultBuffers(meta, navFirst, navCount, valid.clone());
        copy.specs.putAll(specs);
        arrays.forEach((name, array) -> copy.arrays.put(name, PlainArray.copy(array)));
        return copy;
    }

    /// Gives up the scratch buffers.
    public void dropScratch() {
        specs.values().stream().filter(BufferSpec::scratch).forEach(spec -> arrays.remove(spec.name()));
    }

    private int entries(BufferSpec spec) {
        return switch (spec.kind()) {
            case NAV -> navCount;
            case SIG -> meta.pixels();
            case SINGLE -> 1;
        };
    }

    private <A> A as(String name, Class<A> type) {
        @Nullable Object array = array(name);
        if (!type.isInstance(array)) {
            DType dtype = spec(name).dtype();
            throw new IllegalArgumentException(
                    "the buffer \"" + name + "\" holds " + dtype + ", which is no " + type.getSimpleName());
        }
        return type.cast(array);
    }
}
