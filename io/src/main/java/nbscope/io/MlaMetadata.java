package nbscope.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nbscope.io.internal.mla.MlaFields;
import nbscope.io.internal.mla.MlaPickle;
import nbscope.io.internal.mla.MlaRules;
import nbscope.io.internal.mla.PlainValues;
import org.jspecify.annotations.Nullable;

/// The metadata of an MLArray file (mlarray 0.0.54): where the array lies in space, what it shows, where it came from.
///
/// Immutable; `with...` makes a changed copy. Holds the whole dict of the file, also the keys that nobody knows, and
/// gives it back as it was ([#toMap]). Lengths and coordinates are in the units of [#axisUnits], one value for each
/// *spatial* axis: those labelled `spatial`, `spatial_x`, `spatial_y` or `spatial_z`, or all where there are no labels.
/// The rules are those of mlarray; a broken one is an IllegalArgumentException that names the field.
public final class MlaMetadata {
    private static final MlaMetadata EMPTY = new MlaMetadata(MlaFields.empty());

    /// The user metalayer that holds them.
    static final String KEY = "mlarray";

    /// What only saving sets.
    private static final Set<String> MANAGED = Set.of("blosc2", "_has_array", "_image_meta_format", "_mlarray_version");

    private final Map<?, ?> values;

    private MlaMetadata(Map<?, ?> values) {
        this.values = values;
    }

    /// Nothing is said.
    public static MlaMetadata empty() {
        return EMPTY;
    }

    /// From a dict as mlarray keeps it: `Map.of("spatial", Map.of("spacing", List.of(1.0, 0.5, 0.5)))`. Maps, lists,
    /// Java arrays, texts, numbers, booleans and null are plain values.
    ///
    /// @throws IllegalArgumentException naming the field that breaks a rule, or a value that is not plain
    public static MlaMetadata of(Map<?, ?> dict) {
        Map<?, ?> frozen = MlaFields.frozen(dict);
        MlaRules.check(frozen, -1);
        return new MlaMetadata(frozen);
    }

    /// The MLArray metadata of a Blosc2 array, null where it has none.
    ///
    /// @throws MalformedDataException when they are no plain values or break a rule
    public static @Nullable MlaMetadata of(Blosc2Array array) {
        if (!(array.userMetadata().get(KEY) instanceof byte[] zipped)) {
            return null;
        }
        try {
            return of(MlaPickle.read(zipped, array.name(), -1));
        } catch (IllegalArgumentException e) {
            MalformedDataException broken = new MalformedDataException(
                    array.name(),
                    -1,
                    "MLArray metadata that break a rule: " + e.getMessage(),
                    "metadata as mlarray writes them; mend them in Python, or open the file with Blosc2.open");
            broken.initCause(e);
            throw broken;
        }
    }

    /// Value per pixel on each spatial axis, null when unset.
    public double @Nullable [] spacing() {
        return MlaFields.numbers(spatial("spacing"));
    }

    /// Coordinate of the first pixel on each spatial axis, null when unset.
    public double @Nullable [] origin() {
        return MlaFields.numbers(spatial("origin"));
    }

    /// Direction cosines, one row for each spatial axis; null when unset.
    public double @Nullable [][] direction() {
        return MlaFields.matrix(spatial("direction"));
    }

    /// The affine matrix that the file holds, null when unset. [#geometry] derives one in any case.
    public double @Nullable [][] affine() {
        return MlaFields.matrix(spatial("affine"));
    }

    /// One label for each axis of the array, slowest first; empty when unset.
    public List<String> axisLabels() {
        return MlaFields.texts(spatial("axis_labels"));
    }

    /// One unit for each axis of the array; empty when unset.
    public List<String> axisUnits() {
        return MlaFields.texts(spatial("axis_units"));
    }

    /// `RAS+`, `LPS+`, `unknown`, `other` or a word of the writer's; null when unset.
    public @Nullable String coordinateSystem() {
        return spatial("coord_system") instanceof String text ? text : null;
    }

    /// The shape that the metadata repeat, null when there is no array.
    public long @Nullable [] shape() {
        return MlaFields.longs(spatial("shape"));
    }

    /// Boxes as `[box][axis][first, last]`; empty when unset.
    public double[][][] boxes() {
        List<double[][]> out = new ArrayList<>();
        if (MlaFields.get(values, "bbox", "bboxes") instanceof List<?> list) {
            for (Object box : list) {
                double[][] rows = MlaFields.matrix(box);
                out.add(rows == null ? new double[0][] : rows);
            }
        }
        return out.toArray(double[][][]::new);
    }

    /// One number for each box, null when unset.
    public double @Nullable [] scores() {
        return MlaFields.numbers(MlaFields.get(values, "bbox", "scores"));
    }

    /// One text or number for each box, empty when unset.
    public List<?> boxLabels() {
        return MlaFields.get(values, "bbox", "labels") instanceof List<?> list ? list : List.of();
    }

    /// The statistics that are set: `min`, `max`, `mean`, `median`, `std`, `percentile_min` and so on.
    public Map<String, Double> statistics() {
        Map<String, Double> out = new LinkedHashMap<>();
        if (values.get("stats") instanceof Map<?, ?> stats) {
            stats.forEach((name, value) -> {
                if (value instanceof Number n) {
                    out.put(String.valueOf(name), n.doubleValue());
                }
            });
        }
        return out;
    }

    /// Whether the values are labels of segments; null when unknown.
    public @Nullable Boolean segmentation() {
        return single("is_seg", "is_seg") instanceof Boolean b ? b : null;
    }

    /// What the original file said.
    public Map<?, ?> source() {
        return single("source", "data") instanceof Map<?, ?> map ? map : Map.of();
    }

    /// Anything else.
    public Map<?, ?> extra() {
        return single("extra", "data") instanceof Map<?, ?> map ? map : Map.of();
    }

    /// The patch that the layout was made for, one length for each spatial axis; null when it was made by hand or by
    /// Blosc2.
    public int @Nullable [] patch() {
        return MlaFields.ints(MlaFields.get(values, "blosc2", "patch_size"));
    }

    /// How the writer asked for the array to be stored: `chunk_size`, `block_size`, `patch_size`, `cparams`, `dparams`.
    public Map<?, ?> storage() {
        return values.get("blosc2") instanceof Map<?, ?> map ? map : Map.of();
    }

    /// False in a file that holds metadata only.
    public boolean hasArray() {
        return Boolean.TRUE.equals(single("_has_array", "has_array"));
    }

    /// `v0` in all files of mlarray so far; null when unset.
    public @Nullable String version() {
        return single("_mlarray_version", "mlarray_version") instanceof String text ? text : null;
    }

    /// `nifti` or `nrrd` where the array was converted from such a file; null when unset.
    public @Nullable String imageFormat() {
        return single("_image_meta_format", "image_meta_format") instanceof String text ? text : null;
    }

    /// Where the pixels lie, from the affine matrix or from spacing, origin and direction; a missing one counts as 1,
    /// 0 and no rotation.
    ///
    /// @param rank number of axes of the array
    public MlaGeometry geometry(int rank) {
        MlaRules.check(values, rank);
        List<String> labels = axisLabels();
        return MlaGeometry.of(
                labels.isEmpty() ? rank : MlaRules.spatialAxes(labels), affine(), spacing(), origin(), direction());
    }

    public MlaMetadata withSpacing(double... perSpatialAxis) {
        return with("spatial.spacing", perSpatialAxis);
    }

    public MlaMetadata withOrigin(double... perSpatialAxis) {
        return with("spatial.origin", perSpatialAxis);
    }

    public MlaMetadata withDirection(double[][] rows) {
        return with("spatial.direction", rows);
    }

    /// The matrix instead of spacing, origin and direction: `without("spatial.spacing")` and so on where they are set.
    public MlaMetadata withAffine(double[][] rows) {
        return with("spatial.affine", rows);
    }

    /// `withAxisLabels("channel", "spatial_z", "spatial_y", "spatial_x")`.
    public MlaMetadata withAxisLabels(String... perAxis) {
        return with("spatial.axis_labels", perAxis);
    }

    public MlaMetadata withAxisUnits(String... perAxis) {
        return with("spatial.axis_units", perAxis);
    }

    public MlaMetadata withCoordinateSystem(String name) {
        return with("spatial.coord_system", name);
    }

    /// @param boxes  as `[box][axis][first, last]`
    /// @param scores one for each box, or null
    /// @param labels one text or number for each box, or null
    public MlaMetadata withBoxes(double[][][] boxes, double @Nullable [] scores, @Nullable List<?> labels) {
        return without("bbox.scores")
                .without("bbox.labels")
                .with("bbox.bboxes", boxes)
                .with("bbox.scores", scores)
                .with("bbox.labels", labels);
    }

    /// @param name `min`, `max`, `mean`, `median`, `std`, `percentile_min` and so on
    public MlaMetadata withStatistic(String name, double value) {
        if (!MlaFields.STATISTICS.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no statistic " + name + " in MLArray; it has " + MlaFields.STATISTICS);
        }
        return with("stats." + name, value);
    }

    public MlaMetadata withSegmentation(boolean value) {
        return with("is_seg", value);
    }

    public MlaMetadata withSource(Map<?, ?> json) {
        return with("source", json);
    }

    public MlaMetadata withExtra(Map<?, ?> json) {
        return with("extra", json);
    }

    /// Any field by its path in the dict: `spatial.spacing`, `extra`, `mine.note`. Null unsets it.
    ///
    /// @throws IllegalArgumentException when the value breaks a rule, or the field is one that saving sets
    public MlaMetadata with(String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        String part = dot < 0 ? path : path.substring(0, dot);
        if (MANAGED.contains(part) || path.equals("spatial.shape")) {
            throw new IllegalArgumentException("meta." + path + " is set by saving, from the array and its layout; "
                    + "choose the layout with MlaOptions");
        }
        return set(path, value);
    }

    public MlaMetadata without(String path) {
        return with(path, null);
    }

    /// [#with] for fields that saving sets.
    MlaMetadata set(String path, @Nullable Object value) {
        @Nullable Object frozen = PlainValues.freeze(value, "meta." + path);
        Map<?, ?> changed = MlaFields.set(values, path, frozen);
        MlaRules.check(changed, -1);
        return new MlaMetadata(MlaFields.frozen(changed));
    }

    /// The value of a part of one field, or the part.
    static @Nullable Object valueOf(MlaMetadata metadata, String part) {
        @Nullable Object value = metadata.values.get(part);
        return part.startsWith("_") ? metadata.single(part, part.substring(1)) : value;
    }

    /// Throws what [#of] throws, now that the number of axes is known.
    MlaMetadata checked(int rank) {
        MlaRules.check(values, rank);
        return this;
    }

    /// The whole dict; it does not change.
    public Map<?, ?> toMap() {
        return values;
    }

    private @Nullable Object spatial(String field) {
        return MlaFields.get(values, "spatial", field);
    }

    private @Nullable Object single(String part, String field) {
        return MlaRules.single(values.get(part), field);
    }

    /// Equal dicts; a list differs from a tuple as it does in Python.
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof MlaMetadata m && PlainValues.equal(values, m.values);
    }

    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }

    /// What is set.
    @Override
    public String toString() {
        return "MLArray metadata " + MlaFields.setOnly(values);
    }
}
