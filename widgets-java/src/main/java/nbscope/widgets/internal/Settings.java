package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.Detector;
import nbscope.compute.RoundDetector;
import nbscope.io.Calibration;
import nbscope.widgets.Display;
import org.jspecify.annotations.Nullable;

/// What a person can set in Show4DSTEM, and its form on the wire. Shared by the cell's thread and the comm thread:
/// every method locks.
public final class Settings {
    /// A named detector in pixels.
    public record Preset(String name, RoundDetector detector) {}

    private final StackSource.Facts facts;
    private final List<Preset> presets;
    private String title;
    private RoundDetector detector;
    private int probeRow;
    private int probeCol;
    private int frame;
    private boolean sumPattern;
    private Display diffraction = Display.lut("inferno").log();
    private Display virtual = Display.lut("gray");

    public Settings(StackSource.Facts facts) {
        this.facts = facts;
        this.title = facts.shortName();
        this.presets = presets(facts);
        this.detector = presets.isEmpty()
                ? facts.resolve(Detector.disk(Math.max(1, Math.min(facts.detectorRows(), facts.detectorCols()) / 4.0)))
                : presets.getFirst().detector();
        this.probeRow = facts.scanRows() / 2;
        this.probeCol = facts.scanCols() / 2;
    }

    public synchronized String title() {
        return title;
    }

    public synchronized void title(String value) {
        title = value;
    }

    /// Always in pixels with a known centre.
    public synchronized RoundDetector detector() {
        return detector;
    }

    public synchronized void detector(RoundDetector value) {
        detector = facts.resolve(value);
    }

    public synchronized int[] probe() {
        return new int[] {probeRow, probeCol};
    }

    public synchronized void probe(int row, int col) {
        inside("row", row, facts.scanRows());
        inside("column", col, facts.scanCols());
        probeRow = row;
        probeCol = col;
    }

    public synchronized int frame() {
        return frame;
    }

    public synchronized void frame(int value) {
        inside("frame", value, facts.frames());
        frame = value;
    }

    public synchronized boolean sumPattern() {
        return sumPattern;
    }

    public synchronized void sumPattern(boolean value) {
        sumPattern = value;
    }

    public synchronized Display diffraction() {
        return diffraction;
    }

    public synchronized void diffraction(Display value) {
        diffraction = value;
    }

    public synchronized Display virtual() {
        return virtual;
    }

    public synchronized void virtual(Display value) {
        virtual = value;
    }

    public List<Preset> presets() {
        return presets;
    }

    private static void inside(String what, int value, int count) {
        if (value < 0 || value >= count) {
            throw new IndexOutOfBoundsException(
                    what + " " + value + " is outside the data; it goes from 0 to " + (count - 1));
        }
    }

    /// All keys that hold while the data stays the same, and all that a person sets.
    public synchronized void write(ObjectNode state) {
        state.put("title", title);
        ObjectNode shape = state.putObject("shape");
        shape.put("frames", facts.frames());
        shape.putArray("scan").add(facts.scanRows()).add(facts.scanCols());
        shape.putArray("detector").add(facts.detectorRows()).add(facts.detectorCols());
        state.put("dtype", facts.dtype().wireName());
        writeCalibration(state.putObject("calibration"), facts.calibration());
        ArrayNode labels = state.putArray("frame_labels");
        facts.calibration().frameLabels().forEach(labels::add);
        ArrayNode list = state.putArray("presets");
        for (Preset preset : presets) {
            ObjectNode entry = list.addObject();
            entry.put("name", preset.name());
            entry.set("detector", json(preset.detector()));
        }
        for (String key : List.of("detector", "probe", "frame", "pattern_source", "display")) {
            writeKey(state, key);
        }
    }

    /// One key that a person can set.
    public synchronized void writeKey(ObjectNode state, String key) {
        switch (key) {
            case "title" -> state.put("title", title);
            case "detector" -> state.set("detector", json(detector));
            case "probe" -> state.putArray("probe").add(probeRow).add(probeCol);
            case "frame" -> state.put("frame", frame);
            case "pattern_source" -> state.put("pattern_source", sumPattern ? "sum" : "probe");
            case "display" -> {
                ObjectNode display = state.putObject("display");
                display.set("diffraction", json(diffraction));
                display.set("virtual", json(virtual));
            }
            default -> throw new IllegalArgumentException(key);
        }
    }

    /// Takes over what a gesture changed.
    ///
    /// @return keys that were refused, with the value that holds
    public synchronized ObjectNode apply(ObjectNode changes) {
        ObjectNode corrections = Json.object();
        for (String key : List.of("detector", "probe", "frame", "pattern_source", "display")) {
            JsonNode value = changes.get(key);
            if (value != null) {
                try {
                    applyKey(key, value);
                } catch (IllegalArgumentException refused) {
                    writeKey(corrections, key);
                }
            }
        }
        return corrections;
    }

    private void applyKey(String key, JsonNode value) {
        switch (key) {
            case "detector" -> detector = Fields.detector(value);
            case "probe" -> {
                int[] position = Fields.position(value, "probe", facts.scanRows(), facts.scanCols());
                probeRow = position[0];
                probeCol = position[1];
            }
            case "frame" -> frame = Fields.integer(value, "frame", 0, facts.frames() - 1);
            case "pattern_source" ->
                sumPattern =
                        Fields.oneOf(value, "pattern's source", "probe", "sum").equals("sum");
            default -> {
                Display newDiffraction = display(value.path("diffraction"), diffraction);
                virtual = display(value.path("virtual"), virtual);
                diffraction = newDiffraction;
            }
        }
    }

    static Display display(JsonNode node, Display before) {
        if (node.isMissingNode()) {
            return before;
        }
        JsonNode auto = node.path("auto");
        boolean isAuto = auto.isArray() && auto.size() == 2;
        return new Display(
                Fields.oneOf(node.path("lut"), "colour table", Luts.NAMES.toArray(String[]::new)),
                Display.Scale.valueOf(Fields.oneOf(node.path("scale"), "scale", "linear", "log", "sqrt", "power")
                        .toUpperCase(Locale.ROOT)),
                Fields.number(node.path("gamma"), "gamma", 0, Double.MAX_VALUE),
                optional(node.path("low"), "lower bound"),
                optional(node.path("high"), "upper bound"),
                isAuto ? Fields.number(auto.path(0), "lower percentile", 0, 100) : Double.NaN,
                isAuto ? Fields.number(auto.path(1), "upper percentile", 0, 100) : Double.NaN,
                Fields.truth(node.path("invert"), "invert"));
    }

    private static double optional(JsonNode node, String name) {
        return node.isNull() || node.isMissingNode()
                ? Double.NaN
                : Fields.number(node, name, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    static ObjectNode json(Display display) {
        ObjectNode node = Json.object();
        node.put("lut", display.lut());
        node.put("scale", display.scale().name().toLowerCase(Locale.ROOT));
        node.put("gamma", display.gamma());
        Json.put(node, "low", display.low());
        Json.put(node, "high", display.high());
        if (display.isAuto()) {
            node.putArray("auto").add(display.autoLow()).add(display.autoHigh());
        } else {
            node.putNull("auto");
        }
        node.put("invert", display.inverted());
        return node;
    }

    /// A detector in pixels, as the front end has it.
    public static ObjectNode json(RoundDetector detector) {
        ObjectNode node = Json.object();
        node.put("kind", detector.kind().name().toLowerCase(Locale.ROOT));
        node.put("row", detector.row());
        node.put("col", detector.col());
        node.put("inner", detector.inner());
        node.put("outer", detector.outer());
        return node;
    }

    private static void writeCalibration(ObjectNode node, Calibration calibration) {
        Json.put(node, "mrad_per_pixel", calibration.mradPerPixel());
        Json.put(node, "scan_step_A", calibration.scanStepAngstrom());
        if (calibration.hasCentre()) {
            node.putArray("centre").add(calibration.centreRow()).add(calibration.centreCol());
        } else {
            node.putNull("centre");
        }
        Json.put(node, "semiangle_mrad", calibration.semiangleMrad());
    }

    private static List<Preset> presets(StackSource.Facts facts) {
        var list = new ArrayList<Preset>();
        add(list, facts, "BF", Detector.brightField());
        add(list, facts, "ABF", Detector.annularBrightField());
        add(list, facts, "ADF", Detector.annularDarkField());
        add(list, facts, "HAADF", Detector.highAngleDarkField());
        return List.copyOf(list);
    }

    /// A preset that needs an unknown calibration, or that has no room on the detector, is left out.
    private static void add(List<Preset> list, StackSource.Facts facts, String name, RoundDetector detector) {
        @Nullable RoundDetector resolved;
        try {
            resolved = facts.resolve(detector);
        } catch (IllegalArgumentException missing) {
            return;
        }
        list.add(new Preset(name, resolved));
    }
}
