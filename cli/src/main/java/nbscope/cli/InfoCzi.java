package nbscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nbscope.io.CziFile;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziAttachment;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziPixelSize;
import org.jspecify.annotations.Nullable;

/// What `info` says about a CZI file. No pixel is decoded.
final class InfoCzi {
    private InfoCzi() {}

    static void describe(Path path, Map<String, @Nullable Object> answer) {
        answer.put("format", "czi");
        try (CziFile file = CziFile.open(path)) {
            array(file, answer);
            Map<String, Object> dimensions = new LinkedHashMap<>();
            file.dimensions()
                    .forEach(d -> dimensions.put(
                            String.valueOf(d.letter()), new TreeMap<>(Map.of("start", d.start(), "size", d.size()))));
            answer.put("dimensions", dimensions);
            answer.put("bounds", box(file.bounds()));
            Map<String, Object> scenes = new LinkedHashMap<>();
            file.scenes().forEach(s -> scenes.put(String.valueOf(s.index()), box(s.box())));
            answer.put("scenes", scenes);
            Map<String, Object> levels = new LinkedHashMap<>();
            file.levels().forEach(l -> levels.put(String.valueOf(l.zoom()), l.tiles()));
            answer.put("levels", levels);
            answer.put("tiles", file.tileCount());
            answer.put("pixelTypes", counted(file, false));
            answer.put("compressions", counted(file, true));
            answer.put(
                    "channels", file.channels().stream().map(InfoCzi::channel).toList());
            answer.put("pixelSize", size(file.pixelSize()));
            answer.put("attachments", attachments(file));
            answer.put("metadataProblem", file.metadata().problem());
        }
    }

    /// As an array where the planes make one.
    private static void array(CziFile file, Map<String, @Nullable Object> answer) {
        answer.put("shape", null);
        answer.put("dtype", null);
        try {
            @SuppressWarnings("resource") // closed with the file
            NdArray array = file.array();
            answer.put("shape", array.shape());
            answer.put("dtype", array.elementType().numpy());
        } catch (UnsupportedDataException e) {
            answer.put("noArray", e.getMessage());
        }
    }

    private static List<Long> box(CziBox box) {
        return List.of(box.x(), box.y(), box.width(), box.height());
    }

    private static Map<String, Integer> counted(CziFile file, boolean compression) {
        Map<String, Integer> counts = new TreeMap<>();
        file.table().forEach(tile -> {
            Object what = compression ? tile.compression() : tile.pixelType();
            counts.merge(what == null ? "unknown (" + tile.pixelCode() + ")" : what.toString(), 1, Integer::sum);
        });
        return counts;
    }

    private static Map<String, @Nullable Object> channel(CziChannel channel) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("index", channel.index());
        all.put("name", channel.name());
        all.put("color", channel.color());
        return all;
    }

    private static Map<String, @Nullable Object> size(CziPixelSize size) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("x", known(size.x()));
        all.put("y", known(size.y()));
        all.put("z", known(size.z()));
        all.put("unit", size.unit());
        return all;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static List<String> attachments(CziFile file) {
        try {
            return file.attachments().stream().map(InfoCzi::named).toList();
        } catch (MalformedDataException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static String named(CziAttachment attachment) {
        return attachment.name() + " (" + attachment.type() + ")";
    }
}
