package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import nbscope.compute.Centre;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// Answers the requests of Show4DSTEM's front end from one stack. A request is never trusted: what is malformed, out
/// of range or asked of freed data is answered by a sentence, and nothing throws.
///
/// Requests arrive one at a time on the kernel's comm thread.
public final class Answers {
    /// Where replies go.
    public interface Channel {
        void send(String content, List<ByteBuffer> buffers);
    }

    /// What the widget knows when a request does not say it.
    public interface Current {
        int[] probe();

        RoundDetector detector();

        boolean sumSource();
    }

    private record VirtualKey(int frame, RoundDetector detector) {}

    private record PatternKey(int frame, boolean sum, int row, int col) {}

    private final StackSource stack;
    private final Current current;
    private final Channel channel;
    // The newest image of each panel, so that reading exact values of what is on the screen costs no computation.
    private @Nullable VirtualKey virtualKey;
    private @Nullable Image virtual;
    private @Nullable PatternKey patternKey;
    private @Nullable Image pattern;

    public Answers(StackSource stack, Current current, Channel channel) {
        this.stack = stack;
        this.current = current;
        this.channel = channel;
    }

    /// Answers one custom message.
    public synchronized void answer(JsonNode content) {
        String kind = content.path("kind").asText();
        try {
            if (stack.isFreed()) {
                throw new IllegalStateException(freedSentence(stack.facts().name()));
            }
            switch (kind) {
                case "virtual" -> virtual(content);
                case "pattern" -> pattern(content);
                case "value" -> value(content);
                case "fit_centre" -> centre(content);
                default ->
                    throw Fields.refused(
                            "request", content.path("kind"), "virtual, pattern, value, fit_centre or ready");
            }
        } catch (RuntimeException | OutOfMemoryError refused) {
            refuse(channel, content, Replies.sentence(refused));
        }
    }

    /// Answers a request, of which nothing is known to be well formed, by a sentence.
    public static void refuse(Channel channel, JsonNode content, String why) {
        JsonNode seq = content.path("seq");
        Long number = seq.isIntegralNumber() && seq.canConvertToLong() ? seq.longValue() : null;
        String panel = panel(content.path("kind").asText(), content);
        channel.send(Replies.error(panel, number, why), List.of());
    }

    /// Lets the remembered images go.
    public synchronized void forget() {
        virtualKey = null;
        virtual = null;
        patternKey = null;
        pattern = null;
    }

    /// What a widget on freed data says.
    public static String freedSentence(String name) {
        return "the data of " + name + " was released by free(); run the cell again to load it";
    }

    private static @Nullable String panel(String kind, JsonNode content) {
        return switch (kind) {
            case "virtual", "fit_centre" -> "virtual";
            case "pattern" -> "diffraction";
            case "picture" -> number(content.path("panel"));
            case "value" ->
                switch (content.path("panel").asText()) {
                    case "virtual" -> "virtual";
                    case "diffraction" -> "diffraction";
                    default -> number(content.path("panel"));
                };
            default -> null;
        };
    }

    /// A panel of ShowRun is a number; anything else could be a text of any length.
    private static @Nullable String number(JsonNode panel) {
        return panel.asText().matches("\\d") ? panel.asText() : null;
    }

    private void virtual(JsonNode content) {
        long seq = Fields.sequence(content);
        int frame = frame(content);
        RoundDetector detector = Fields.detector(content.path("detector"));
        int padding = padding(content);
        long start = System.nanoTime();
        Image image = virtual(frame, detector);
        long nanos = System.nanoTime() - start;
        send(new Replies.Header("virtual", seq, frame, detector, null, null), image, nanos, padding);
    }

    private void pattern(JsonNode content) {
        long seq = Fields.sequence(content);
        int frame = frame(content);
        boolean sum = Fields.oneOf(content.path("source"), "pattern's source", "probe", "sum")
                .equals("sum");
        int row = 0;
        int col = 0;
        int[] probe = null;
        if (!sum) {
            row = Fields.integer(content.path("row"), "row", 0, stack.facts().scanRows() - 1);
            col = Fields.integer(content.path("col"), "col", 0, stack.facts().scanCols() - 1);
            probe = new int[] {row, col};
        }
        int padding = padding(content);
        long start = System.nanoTime();
        Image image = pattern(new PatternKey(frame, sum, row, col));
        long nanos = System.nanoTime() - start;
        var header = new Replies.Header("diffraction", seq, frame, null, probe, sum ? "sum" : "probe");
        send(header, image, nanos, padding);
    }

    private void value(JsonNode content) {
        long seq = Fields.sequence(content);
        String panel = Fields.oneOf(content.path("panel"), "panel", "virtual", "diffraction");
        int frame = frame(content);
        Image image;
        if (panel.equals("virtual")) {
            RoundDetector detector = content.hasNonNull("detector")
                    ? Fields.detector(content.path("detector"))
                    : virtualKey != null ? virtualKey.detector() : current.detector();
            image = virtual(frame, detector);
        } else {
            image = pattern(patternFor(frame, content));
        }
        int row = Fields.integer(content.path("row"), "row", 0, image.rows() - 1);
        int col = Fields.integer(content.path("col"), "col", 0, image.cols() - 1);
        channel.send(Replies.value(panel, seq, row, col, text(image, row, col)), List.of());
    }

    /// The pattern whose value is asked: as the request says, else the newest one sent, else the widget's.
    private PatternKey patternFor(int frame, JsonNode content) {
        if (!content.hasNonNull("source") && patternKey != null && patternKey.frame() == frame) {
            return patternKey;
        }
        boolean sum = content.hasNonNull("source")
                ? Fields.oneOf(content.path("source"), "pattern's source", "probe", "sum")
                        .equals("sum")
                : current.sumSource();
        int[] probe = content.hasNonNull("probe")
                ? Fields.position(
                        content.path("probe"),
                        "probe",
                        stack.facts().scanRows(),
                        stack.facts().scanCols())
                : current.probe();
        return sum ? new PatternKey(frame, true, 0, 0) : new PatternKey(frame, false, probe[0], probe[1]);
    }

    private void centre(JsonNode content) {
        long seq = Fields.sequence(content);
        Centre disk = Centre.find(stack.sumPattern(frame(content)));
        channel.send(Replies.centre(seq, disk.row(), disk.col(), disk.radius()), List.of());
    }

    private Image virtual(int frame, RoundDetector detector) {
        var key = new VirtualKey(frame, detector);
        Image image = remembered(key.equals(virtualKey), virtual, () -> stack.virtualImage(frame, detector));
        virtualKey = key;
        virtual = image;
        return image;
    }

    private Image pattern(PatternKey key) {
        Image image = remembered(
                key.equals(patternKey),
                pattern,
                () -> key.sum() ? stack.sumPattern(key.frame()) : stack.pattern(key.frame(), key.row(), key.col()));
        patternKey = key;
        pattern = image;
        return image;
    }

    private static Image remembered(boolean known, @Nullable Image image, Supplier<Image> compute) {
        return known && image != null ? image : Objects.requireNonNull(compute.get());
    }

    private void send(Replies.Header header, Image image, long nanos, int padding) {
        Replies.Frame frame = Replies.frame(header, image, nanos, padding);
        channel.send(frame.content(), frame.buffers());
    }

    private int frame(JsonNode content) {
        return Fields.integer(content.path("frame"), "frame", 0, stack.facts().frames() - 1);
    }

    static int padding(JsonNode content) {
        return content.has("minReplyBytes")
                ? Fields.integer(content.path("minReplyBytes"), "minReplyBytes", 0, Replies.MAX_PADDING)
                : 0;
    }

    static String text(Image image, int row, int col) {
        Number exact = image.exact(row, col);
        if (image.dtype() == DType.U64) {
            return Long.toUnsignedString(exact.longValue());
        }
        return image.dtype() == DType.F32 ? Float.toString(exact.floatValue()) : exact.toString();
    }
}
