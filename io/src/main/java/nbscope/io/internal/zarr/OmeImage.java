package nbscope.io.internal.zarr;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.MalformedDataException;
import nbscope.io.PlaneSource;
import org.jspecify.annotations.Nullable;

/// An OME-Zarr image in a group (NGFF 0.1 to 0.5): the levels of its first multiscale, with what turns
/// their pixels into units.
///
/// @param folder     of the group
/// @param levels     from the finest on
/// @param attributes of the group
public record OmeImage(Path folder, List<Level> levels, Map<String, @Nullable Object> attributes) {
    /// The axes of NGFF before 0.3, which does not name them.
    private static final List<String> OLD_AXES = List.of("t", "c", "z", "y", "x");

    /// A resolution.
    ///
    /// @param folder of its array
    /// @param axes   calibrated; empty where the metadata do not say
    public record Level(Path folder, List<Axis> axes) {}

    /// @throws nbscope.io.UnsupportedDataException when the group has no image
    /// @throws MalformedDataException when the metadata are damaged
    public static OmeImage read(Path folder) {
        Map<String, @Nullable Object> attributes = ZarrFormat.groupAttributes(folder);
        Map<?, ?> ome = attributes.get("ome") instanceof Map<?, ?> map ? map : attributes;
        if (!(ome.get("multiscales") instanceof List<?> images)
                || images.isEmpty()
                || !(images.getFirst() instanceof Map<?, ?> image)) {
            throw ZarrFormat.noImage(folder);
        }
        if (!(image.get("datasets") instanceof List<?> datasets) || datasets.isEmpty()) {
            throw malformed(folder, "a multiscale without datasets", "a list of its levels");
        }
        List<Level> levels = new ArrayList<>();
        for (Object item : datasets) {
            if (!(item instanceof Map<?, ?> dataset) || !(dataset.get("path") instanceof String path)) {
                throw malformed(folder, "a level without a path", "the name of its array");
            }
            levels.add(new Level(inside(folder, path), axes(image, dataset)));
        }
        return new OmeImage(folder, List.copyOf(levels), attributes);
    }

    /// Opens the array of a level. The caller closes it.
    public ZarrArray level(int index) {
        Level level = levels.get(index);
        ArrayMetadata array = Files.isDirectory(level.folder) ? ZarrFormat.array(level.folder) : null;
        if (array == null) {
            throw malformed(
                    folder,
                    "no array in the folder " + level.folder + " of level " + index,
                    "the array that the metadata name; copy the folder as a whole");
        }
        boolean named = level.axes.size() == array.shape().length;
        return new ZarrArray(array, named ? level.axes : List.of(), attributes);
    }

    /// Names and colours of the channels, as far as the metadata tell them.
    public List<PlaneSource.Channel> channels() {
        Map<?, ?> ome = attributes.get("ome") instanceof Map<?, ?> map ? map : attributes;
        List<PlaneSource.Channel> out = new ArrayList<>();
        if (ome.get("omero") instanceof Map<?, ?> omero && omero.get("channels") instanceof List<?> channels) {
            for (Object item : channels) {
                Map<?, ?> channel = item instanceof Map<?, ?> map ? map : Map.of();
                String name = channel.get("label") instanceof String label ? label : "channel " + out.size();
                boolean hex = channel.get("color") instanceof String text && text.matches("[0-9a-fA-F]{6}");
                int rgb = hex ? Integer.parseInt(String.valueOf(channel.get("color")), 16) : 0xffffff;
                out.add(new PlaneSource.Channel(name, rgb));
            }
        }
        return List.copyOf(out);
    }

    /// The folder of a level, which the metadata may not choose outside of the image.
    private static Path inside(Path folder, String path) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path named = Path.of(path);
            boolean own = !named.isAbsolute()
                    && !path.isEmpty()
                    && root.resolve(named).normalize().startsWith(root);
            for (Path part : named) {
                own &= !part.toString().equals("..");
            }
            if (own) {
                return folder.resolve(named);
            }
        } catch (InvalidPathException e) {
            // The same sentence as for any other bad name.
        }
        throw malformed(folder, "the path \"" + path + "\" of a level", "a folder inside of the image");
    }

    private static List<Axis> axes(Map<?, ?> image, Map<?, ?> dataset) {
        List<String> names = new ArrayList<>();
        List<String> units = new ArrayList<>();
        if (image.get("axes") instanceof List<?> axes) {
            for (Object item : axes) {
                Map<?, ?> axis = item instanceof Map<?, ?> map ? map : Map.of("name", item == null ? "" : item);
                names.add(axis.get("name") instanceof String name ? name : "axis" + names.size());
                units.add(axis.get("unit") instanceof String unit ? LengthUnits.shortName(unit) : "");
            }
        } else {
            names.addAll(OLD_AXES);
            units.addAll(List.of("", "", "", "", ""));
        }
        double[] step = new double[names.size()];
        double[] origin = new double[names.size()];
        boolean[] known = new boolean[1];
        Arrays.fill(step, 1);
        transform(dataset.get("coordinateTransformations"), step, origin, known);
        transform(image.get("coordinateTransformations"), step, origin, known);
        List<Axis> out = new ArrayList<>();
        for (int i = 0; i < step.length; i++) {
            boolean plain = units.get(i).isEmpty() && step[i] == 1 && origin[i] == 0;
            out.add(
                    plain || !known[0] || names.get(i).equals("c")
                            ? Axis.pixels(names.get(i))
                            : new Axis(names.get(i), step[i], units.get(i), origin[i]));
        }
        return List.copyOf(out);
    }

    /// Applies scales and translations in their order; what is damaged or of another kind leaves the
    /// numbers alone: the image can still be looked at.
    private static void transform(@Nullable Object list, double[] step, double[] origin, boolean[] known) {
        if (!(list instanceof List<?> all)) {
            return;
        }
        for (Object item : all) {
            Map<?, ?> one = item instanceof Map<?, ?> map ? map : Map.of();
            double[] scale = numbers(one.get("scale"), step.length);
            double[] move = numbers(one.get("translation"), step.length);
            for (int i = 0; i < step.length && scale != null; i++) {
                step[i] *= scale[i];
                origin[i] *= scale[i];
                known[0] = true;
            }
            for (int i = 0; i < step.length && move != null; i++) {
                origin[i] += move[i];
            }
        }
    }

    private static double @Nullable [] numbers(@Nullable Object list, int count) {
        if (!(list instanceof List<?> all) || all.size() != count) {
            return null;
        }
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            if (!(all.get(i) instanceof Number n) || !Double.isFinite(n.doubleValue())) {
                return null;
            }
            out[i] = n.doubleValue();
        }
        return out;
    }

    private static MalformedDataException malformed(Path folder, String found, String expected) {
        return new MalformedDataException(folder.toString(), -1, found, expected);
    }
}
