package nbscope.io;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.array.ForwardingArray;
import nbscope.io.internal.mla.MlaCalibration;
import org.jspecify.annotations.Nullable;

/// An N-dimensional image with metadata, in a .mla file or in memory: MLArray (mlarray 0.0.54), which is a Blosc2
/// array whose chunks and blocks suit the patches that are read from it.
///
/// ```java
/// MlArray.of(counts, 128, 256, 256).save(Path.of("volume.mla"), MlaOptions.defaults().patch(64));
/// try (MlArray volume = MlArray.open(Path.of("volume.mla"))) {
///     volume.readFloat32(new Region(new long[] {10, 50, 0}, new long[] {10, 10, 256}), memory);
/// }
/// ```
///
/// Threads read as from any [NdArray], also beside one that writes (see [Blosc2Array]). Changed metadata reach a
/// file that was opened for writing with [#writeMetadata] or when it is closed. One of metadata only has shape `[0]`.
public final class MlArray extends ForwardingArray {
    static final String SUFFIX = ".mla";

    private final @Nullable Path file;
    private final boolean writable;
    private volatile MlaMetadata metadata;

    /// Whether the metadata differ from those in the file.
    private volatile boolean changed;

    private MlArray(NdArray array, @Nullable Path file, boolean writable, MlaMetadata metadata) {
        super(array);
        this.file = file;
        this.writable = writable;
        this.metadata = metadata;
    }

    /// Opens a file for reading, mapped: only what is read comes from the disk. The caller closes it.
    ///
    /// @throws IllegalArgumentException when the name does not end with .mla
    /// @throws UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when the file is damaged or its metadata break a rule
    /// @throws UnsupportedDataException when it has no MLArray metadata
    public static MlArray open(Path file) {
        return open(file, Mmap.READ);
    }

    /// Opens a file: [Mmap#READ] is Python's `mmap_mode='r'`, [Mmap#READ_WRITE] `'r+'`,
    /// [Mmap#COPY_ON_WRITE] `'c'`.
    public static MlArray open(Path file, Mmap mode) {
        return of(named(file), Blosc2.open(file, mode), mode == Mmap.READ_WRITE);
    }

    /// Takes a whole file into memory, compressed as it is; what happens to the file later does not matter. What is
    /// written to the array stays in memory until it is saved.
    public static MlArray load(Path file) {
        return of(named(file), Blosc2.load(file), false);
    }

    static MlArray of(Path file, Blosc2Array stored, boolean writable) {
        try {
            MlaMetadata metadata = MlaMetadata.of(stored);
            if (metadata == null) {
                throw new UnsupportedDataException(
                        file.toString(),
                        "there are no MLArray metadata in it, it is a plain b2nd array; open it with "
                                + "Blosc2.open(path), or make an MLArray of it with MlArray.of(Blosc2.open(path))"
                                + ".save(...)");
            }
            boolean array = metadata.hasArray();
            return new MlArray(stored, file, writable, array ? checked(metadata, stored) : metadata);
        } catch (RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private static MlaMetadata checked(MlaMetadata metadata, NdArray array) {
        try {
            return metadata.checked(array.shape().length);
        } catch (IllegalArgumentException e) {
            MalformedDataException broken = new MalformedDataException(
                    array.name(),
                    -1,
                    "MLArray metadata that do not suit the array: " + e.getMessage(),
                    "metadata as mlarray writes them; mend them in Python, or open the file with Blosc2.open");
            broken.initCause(e);
            throw broken;
        }
    }

    private static Path named(Path file) {
        if (!String.valueOf(file.getFileName()).endsWith(SUFFIX)) {
            throw new IllegalArgumentException(file + " does not end with " + SUFFIX
                    + ", as an MLArray must; rename it, or open it with Blosc2.open(path)");
        }
        return file;
    }

    /// An array without metadata. Nothing is copied; closing this closes the array.
    public static MlArray of(NdArray array) {
        return of(array, MlaMetadata.empty());
    }

    /// @throws IllegalArgumentException when the metadata do not suit the number of axes
    public static MlArray of(NdArray array, MlaMetadata metadata) {
        NdArray plain = array instanceof MlArray inner ? inner.array : array;
        int rank = array.shape().length;
        return new MlArray(
                plain,
                null,
                false,
                metadata.checked(rank).set("_has_array", true).set("spatial.shape", array.shape()));
    }

    /// As [NdArray#of(Object, long...)]: a flat Java array in C order.
    public static MlArray of(Object javaArray, long... shape) {
        return of(NdArray.of(javaArray, shape));
    }

    /// Metadata only; saving makes a file without an array.
    public static MlArray of(MlaMetadata metadata) {
        return new MlArray(NdArray.of(new double[0], 0), null, false, MlaStorage.withoutArray(metadata));
    }

    /// Makes a file of zeros to be filled with [#write], Python's `mmap_mode='w+'`. A file of that name
    /// is replaced. The caller closes it.
    ///
    /// @throws IllegalArgumentException when the name does not end with .mla, or when the rest does not suit
    public static MlArray create(Path file, ElementType type, long[] shape, MlaOptions options, MlaMetadata metadata) {
        named(file);
        Plan plan = plan(type, shape, options, metadata.checked(shape.length), Map.of());
        return new MlArray(Blosc2.create(file, plan.spec), file, true, plan.metadata);
    }

    /// With the default layout and no metadata.
    public static MlArray create(Path file, DType dtype, long... shape) {
        return create(file, ElementType.of(dtype), shape, MlaOptions.defaults(), MlaMetadata.empty());
    }

    /// What is written, and the metadata in it.
    private record Plan(Blosc2Spec spec, MlaMetadata metadata) {}

    private static Plan plan(
            ElementType type,
            long[] shape,
            MlaOptions options,
            MlaMetadata metadata,
            Map<String, @Nullable Object> others) {
        MlaOptions.Chosen layout = options.layout(shape, type.bytes(), metadata);
        MlaMetadata stored = MlaStorage.stored(metadata, shape, layout, options.compression());
        Map<String, @Nullable Object> layers = new LinkedHashMap<>(others);
        layers.put(MlaMetadata.KEY, MlaStorage.bytes(stored));
        Blosc2Spec spec = Blosc2Spec.of(type, shape, layout.chunks(), layout.blocks())
                .withCompression(options.compression())
                .withUserMetadata(layers);
        return new Plan(spec, stored);
    }

    /// Writes a .mla file. An array that came from a file keeps its chunks, blocks and compression; any other gets
    /// the default layout. A file of that name is replaced when all is written.
    ///
    /// @return how many bytes, and the compression really used
    /// @throws IllegalArgumentException when the name does not end with .mla
    public Blosc2.Written save(Path target) {
        return save(target, MlaOptions.defaults());
    }

    /// As [#save(Path)], with a layout or a compression of the caller's choice.
    ///
    /// @throws IllegalArgumentException when the options contradict each other or the shape; the sentence says what
    ///     to do
    public Blosc2.Written save(Path target, MlaOptions options) {
        return save(target, options, array);
    }

    /// @param values what is read for it: the array, or something that counts as it is read
    Blosc2.Written save(Path target, MlaOptions options, NdArray values) {
        named(target);
        if (writable
                && file != null
                && file.toAbsolutePath()
                        .normalize()
                        .equals(target.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(
                    target + " is open for writing; close() writes what has changed, save(...) needs another name");
        }
        if (!hasArray()) {
            MlaMetadata only = MlaStorage.withoutArray(metadata);
            Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.F64), new long[] {0}, new int[] {0}, new int[] {0})
                    .withUserMetadata(layers(MlaStorage.bytes(only)));
            return Blosc2.save(target, NdArray.of(new double[0], 0), spec);
        }
        return Blosc2.save(target, values, specToSave(options));
    }

    private Blosc2Spec specToSave(MlaOptions options) {
        if (array instanceof Blosc2Array stored && file != null && !options.saysLayout()) {
            boolean other = options.saysCompression();
            MlaMetadata kept = other
                    ? MlaStorage.stored(
                            metadata,
                            shape(),
                            new MlaOptions.Chosen(stored.chunks(), stored.blocks(), metadata.patch()),
                            options.compression())
                    : MlaStorage.stored(metadata, stored);
            return Blosc2Spec.of(elementType(), shape(), stored.chunks(), stored.blocks())
                    .withCompression(other ? options.compression() : stored.compression())
                    .withMetalayers(foreignLayers(stored))
                    .withUserMetadata(layers(MlaStorage.bytes(kept)));
        }
        Blosc2Spec spec = plan(elementType(), shape(), options, metadata, others()).spec;
        return array instanceof Blosc2Array stored ? spec.withMetalayers(foreignLayers(stored)) : spec;
    }

    static Map<String, byte[]> foreignLayers(Blosc2Array stored) {
        Map<String, byte[]> out = new LinkedHashMap<>(stored.metalayers());
        out.remove("b2nd");
        return out;
    }

    private Map<String, @Nullable Object> others() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        if (array instanceof Blosc2Array stored) {
            out.putAll(stored.userMetadata());
            out.remove(MlaMetadata.KEY);
        }
        return out;
    }

    private Map<String, @Nullable Object> layers(byte[] own) {
        Map<String, @Nullable Object> out = others();
        out.put(MlaMetadata.KEY, own);
        return out;
    }

    public MlaMetadata metadata() {
        return metadata;
    }

    /// Replaces the metadata; what saving sets stays as it is. A file that was opened for writing gets them with
    /// [#writeMetadata] or when it is closed, any other when it is saved.
    ///
    /// @throws IllegalArgumentException when they do not suit the number of axes
    public void metadata(MlaMetadata other) {
        MlaMetadata now = metadata;
        MlaMetadata next = hasArray() ? other.checked(shape().length) : other;
        for (String field : List.of("blosc2", "_has_array", "_mlarray_version")) {
            next = next.set(field, MlaMetadata.valueOf(now, field));
        }
        long @Nullable [] shape = now.shape();
        metadata = next.set("spatial.shape", shape);
        changed = true;
    }

    /// Puts changed metadata into the file, whole or not at all.
    ///
    /// @throws IllegalStateException when the file was not opened for writing
    public void writeMetadata() {
        if (!(array instanceof Blosc2Array stored) || !writable) {
            throw new IllegalStateException(name() + " was not opened for writing; open it with Mmap.READ_WRITE, "
                    + "or save it under a name with save(path)");
        }
        MlaMetadata now = metadata;
        stored.putUserMetadata(MlaMetadata.KEY, MlaStorage.bytes(now));
        changed = false;
    }

    /// Whether there are values, or metadata only.
    public boolean hasArray() {
        return metadata.hasArray();
    }

    /// Where the pixels lie; see [MlaMetadata#geometry].
    public MlaGeometry geometry() {
        return metadata.geometry(shape().length);
    }

    /// Lengths of a chunk.
    ///
    /// @throws IllegalStateException when the array does not come from a file
    public int[] chunks() {
        return stored().chunks();
    }

    /// Lengths of a block.
    ///
    /// @throws IllegalStateException when the array does not come from a file
    public int[] blocks() {
        return stored().blocks();
    }

    /// The Blosc2 array in the file.
    ///
    /// @throws IllegalStateException when the array does not come from a file
    public Blosc2Array stored() {
        if (array instanceof Blosc2Array stored) {
            return stored;
        }
        throw new IllegalStateException(
                name() + " is not stored yet, so it has no chunks and blocks; save it and open the file");
    }

    /// Assigns a region, as [Blosc2Array#write].
    ///
    /// @throws IllegalStateException when the array cannot be changed; the sentence says how to open it
    public void write(Region region, MemorySegment source) {
        if (!(array instanceof Blosc2Array stored)) {
            throw new IllegalStateException(name() + " is a view of the program's own memory; change it there, or "
                    + "save it and open the file with Mmap.READ_WRITE");
        }
        stored.write(region, source);
    }

    @Override
    public List<Axis> axes() {
        return file != null && !changed
                ? array.axes()
                : MlaCalibration.of(metadata.toMap(), shape().length).axes();
    }

    @Override
    public Calibration calibration() {
        return file != null && !changed
                ? array.calibration()
                : MlaCalibration.of(metadata.toMap(), shape().length).calibration();
    }

    /// Writes changed metadata where the file was opened for writing, then releases the file.
    @Override
    public void close() {
        try {
            if (writable && changed) {
                writeMetadata();
            }
        } finally {
            array.close();
        }
    }

    @Override
    public String toString() {
        return "MlArray " + name() + " " + Arrays.toString(shape()) + " "
                + elementType().numpy();
    }
}
