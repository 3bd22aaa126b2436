package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.compute.RoundDetector;

/// The page without a kernel: the same front end with the images that it can answer from, in one file that needs no
/// network. Its frame is `widgets-js/src/static/shell.html`.
public final class StaticPage {
    private static final Pattern PLACE = Pattern.compile("@@(TITLE|CSS|SNAPSHOT|ESM)@@");

    private StaticPage() {}

    /// Writes the page: the pictures on the screen, the sum pattern and one virtual image for each preset.
    public static void save(Path file, StackSource stack, Settings settings, Bundle bundle) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".html") && !name.endsWith(".htm")) {
            throw new IllegalArgumentException(
                    "a page without a kernel is HTML: the file's name must end with .html; found " + file);
        }
        AtomicFile.check(file);
        AtomicFile.write(
                file, fill(bundle, settings.title(), snapshot(stack, settings)).getBytes(StandardCharsets.UTF_8));
    }

    /// Fills the frame. No text can end the element that it stands in: the module is base64, JSON has no `<`, and a
    /// style sheet's `</` is escaped.
    static String fill(Bundle bundle, String title, ObjectNode snapshot) {
        Map<String, String> parts = Map.of(
                "TITLE", title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                "CSS", bundle.css().replace("</", "<\\/"),
                "SNAPSHOT", snapshot.toString().replace("<", "\\u003c"),
                "ESM", Base64.getEncoder().encodeToString(bundle.esm().getBytes(StandardCharsets.UTF_8)));
        // In one pass, so that a placeholder within an inserted text stays what it is.
        return PLACE.matcher(bundle.page())
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
    }

    static ObjectNode snapshot(StackSource stack, Settings settings) {
        ObjectNode snapshot = Json.object();
        ObjectNode state = snapshot.putObject("state");
        settings.write(state);
        state.put("bytes", stack.bytes());
        state.put("device", stack.device());
        state.put("status", "live");
        state.put("message", "");
        state.putNull("progress");
        ArrayNode frames = snapshot.putArray("frames");
        int frame = settings.frame();
        var detectors = new ArrayList<>(List.of(settings.detector()));
        settings.presets().stream()
                .map(Settings.Preset::detector)
                .filter(detector -> !detectors.contains(detector))
                .forEach(detectors::add);
        for (RoundDetector detector : detectors) {
            var header = new Replies.Header("virtual", 0, frame, detector, null, null);
            add(frames, Replies.frame(header, stack.virtualImage(frame, detector), 0, 0));
        }
        int[] probe = settings.probe();
        var pattern = new Replies.Header("diffraction", 0, frame, null, probe, "probe");
        add(frames, Replies.frame(pattern, stack.pattern(frame, probe[0], probe[1]), 0, 0));
        var sum = new Replies.Header("diffraction", 0, frame, null, null, "sum");
        add(frames, Replies.frame(sum, stack.sumPattern(frame), 0, 0));
        return snapshot;
    }

    private static void add(ArrayNode frames, Replies.Frame frame) {
        ByteBuffer payload = frame.buffers().getFirst().duplicate();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        ObjectNode entry = frames.addObject();
        entry.set("content", Json.parse(frame.content()));
        entry.put("payload", Base64.getEncoder().encodeToString(bytes));
    }
}
