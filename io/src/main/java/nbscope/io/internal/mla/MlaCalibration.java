package nbscope.io.internal.mla;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.internal.meta.CalibrationReader;
import nbscope.io.internal.meta.Metadata;
import org.jspecify.annotations.Nullable;

/// What MLArray's metadata say about axes and calibration: `source` and `extra` may hold the keys of a calibration, the
/// `spatial` part gives step and origin of the spatial axes.
public final class MlaCalibration {
    private MlaCalibration() {}

    /// @param place of the metadata in the file, for errors
    public static Metadata read(byte[] zipped, int rank, String file, long place) {
        return of(MlaPickle.read(zipped, file, place), rank);
    }

    /// @param metadata the whole dict
    public static Metadata of(Map<?, ?> metadata, int rank) {
        Map<Object, @Nullable Object> free = new LinkedHashMap<>();
        for (String part : List.of("source", "extra")) {
            if (MlaRules.single(metadata.get(part), "data") instanceof Map<?, ?> data) {
                data.forEach((k, v) -> free.put(String.valueOf(k), v));
            }
        }
        Metadata known = CalibrationReader.read(free, rank);
        Spatial spatial = metadata.get("spatial") instanceof Map<?, ?> s ? Spatial.of(s, rank) : Spatial.none(rank);
        boolean named = free.containsKey("axes");
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(spatial.axis(i, known.axes().get(i), named));
        }
        return new Metadata(axes, known.calibration());
    }
}
