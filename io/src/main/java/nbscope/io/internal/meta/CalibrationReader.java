package nbscope.io.internal.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.Calibration;
import nbscope.io.internal.array.Layout;
import org.jspecify.annotations.Nullable;

/// Reads the user metadata `calibration`: `mrad_per_pixel`, `detector_centre_px` (row, column), `scan_step_A`,
/// `semiangle_mrad`, `voltage_kV`, `scan_detector_rotation_deg`, `axes`, `defocus_A_per_frame`. A key that is missing
/// or holds something else than it should leaves its number unknown: the array can still be looked at.
public final class CalibrationReader {
    private CalibrationReader() {}

    public static Metadata read(Map<?, ?> map, int rank) {
        List<?> centre = map.get("detector_centre_px") instanceof List<?> list && list.size() == 2 ? list : List.of();
        Calibration calibration = new Calibration(
                number(map.get("mrad_per_pixel")),
                centre.isEmpty() ? Double.NaN : number(centre.get(0)),
                centre.isEmpty() ? Double.NaN : number(centre.get(1)),
                number(map.get("scan_step_A")),
                number(map.get("semiangle_mrad")),
                number(map.get("voltage_kV")),
                number(map.get("scan_detector_rotation_deg")),
                frameLabels(map.get("defocus_A_per_frame")));
        return new Metadata(axes(names(map.get("axes"), rank), calibration), calibration);
    }

    /// Whether the map has anything that [#read] understands.
    public static boolean known(Map<?, ?> map) {
        return map.containsKey("mrad_per_pixel") || map.containsKey("scan_step_A") || map.containsKey("axes");
    }

    static double number(@Nullable Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private static List<String> frameLabels(@Nullable Object value) {
        List<String> labels = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                double angstrom = number(item);
                labels.add(Double.isNaN(angstrom) ? "defocus unknown" : "defocus " + plain(angstrom) + " Å");
            }
        }
        return labels;
    }

    /// `-30`, `12.5`: without the `.0` of whole numbers.
    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    private static List<String> names(@Nullable Object value, int rank) {
        if (value instanceof List<?> list
                && list.size() == rank
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        if (value instanceof String text && text.split(",").length == rank) {
            return List.of(text.split(",")).stream().map(String::strip).toList();
        }
        return Layout.axes(rank).stream().map(Axis::name).toList();
    }

    private static List<Axis> axes(List<String> names, Calibration calibration) {
        List<Axis> axes = new ArrayList<>();
        for (String name : names) {
            axes.add(axis(name, calibration));
        }
        return axes;
    }

    private static Axis axis(String name, Calibration calibration) {
        double step = name.startsWith("scan_")
                ? calibration.scanStepAngstrom()
                : name.startsWith("det_") ? calibration.mradPerPixel() : Double.NaN;
        if (!(step > 0)) {
            return Axis.pixels(name);
        }
        double centre =
                name.equals("det_row") ? calibration.centreRow() : name.equals("det_col") ? calibration.centreCol() : 0;
        boolean detector = name.startsWith("det_");
        return new Axis(name, step, detector ? "mrad" : "Å", Double.isNaN(centre) ? 0 : -centre * step + 0.0);
    }
}
