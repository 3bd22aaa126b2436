package nbscope.io.internal.mla;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import org.jspecify.annotations.Nullable;

/// The `spatial` part of MLArray's metadata, one entry per axis of the array; NaN and empty where it says nothing.
/// Spacing and origin come from `spacing` and `origin`, or from `affine`, whose columns have the spacing as length.
///
/// @param labels `spatial_y`, `channel`, ..., or empty texts
record Spatial(String[] labels, double[] spacing, double[] origin, String[] units) {
    static Spatial none(int rank) {
        double[] unknown = new double[rank];
        Arrays.fill(unknown, Double.NaN);
        String[] empty = new String[rank];
        Arrays.fill(empty, "");
        return new Spatial(empty, unknown, unknown.clone(), empty.clone());
    }

    static Spatial of(Map<?, ?> map, int rank) {
        Spatial out = none(rank);
        texts(map.get("axis_labels"), out.labels);
        texts(map.get("axis_units"), out.units);
        List<Integer> spatialAxes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            if (out.labels[i].isEmpty() || out.labels[i].startsWith("spatial")) {
                spatialAxes.add(i);
            }
        }
        int n = spatialAxes.size();
        double[] spacing = numbers(map.get("spacing"), n);
        double[] origin = numbers(map.get("origin"), n);
        if (map.get("affine") instanceof List<?> rows && rows.size() == n + 1) {
            double[] squares = new double[n];
            for (int r = 0; r < n; r++) {
                double[] row = numbers(rows.get(r), n + 1);
                origin[r] = row[n];
                for (int c = 0; c < n; c++) {
                    squares[c] += row[c] * row[c];
                }
            }
            spacing = Arrays.stream(squares).map(Math::sqrt).toArray();
        }
        for (int k = 0; k < n; k++) {
            out.spacing[spatialAxes.get(k)] = spacing[k];
            out.origin[spatialAxes.get(k)] = origin[k];
        }
        return out;
    }

    /// The axis with what this part knows added to it; a step that the calibration gave stays.
    ///
    /// @param named whether the file names its axes elsewhere
    Axis axis(int i, Axis axis, boolean named) {
        boolean stem = labels.length == 4 || labels.length == 5;
        String name = named || stem || labels[i].isEmpty() ? axis.name() : labels[i];
        boolean calibrated = !axis.unit().equals("px");
        if (calibrated || !(spacing[i] > 0)) {
            return new Axis(name, axis.step(), axis.unit(), axis.origin());
        }
        return new Axis(name, spacing[i], units[i], Double.isNaN(origin[i]) ? 0 : origin[i]);
    }

    private static void texts(@Nullable Object value, String[] out) {
        if (value instanceof List<?> list && list.size() == out.length) {
            for (int i = 0; i < out.length; i++) {
                out[i] = list.get(i) instanceof String text ? text : "";
            }
        }
    }

    private static double[] numbers(@Nullable Object value, int count) {
        double[] out = new double[count];
        Arrays.fill(out, Double.NaN);
        if (value instanceof List<?> list && list.size() == count) {
            for (int i = 0; i < count; i++) {
                out[i] = list.get(i) instanceof Number n ? n.doubleValue() : Double.NaN;
            }
        }
        return out;
    }
}
