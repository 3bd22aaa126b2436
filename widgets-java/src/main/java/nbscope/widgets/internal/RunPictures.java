package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nbscope.compute.Image;
import nbscope.compute.udf.PartialResult;
import nbscope.compute.udf.Picture;
import nbscope.compute.udf.UdfRun;
import nbscope.widgets.Display;

/// The pictures of a run: made when they are asked for, once per step of the run, and how each one is shown. Every
/// method locks, so two questions at once are answered from the same pictures.
final class RunPictures {
    private final UdfRun<?> run;
    private final List<Display> displays = new ArrayList<>();
    private List<Picture> pictures = List.of();
    private long step;
    private long made = -1;

    RunPictures(UdfRun<?> run) {
        this.run = run;
    }

    /// The run has gone on: what was made is old now.
    synchronized void grow() {
        step++;
        try {
            if (pictures.isEmpty()) {
                newest();
            }
        } catch (RuntimeException failed) {
            // A UDF that shows nothing of an unfinished run may show something at its end; if not, the request says
            // why.
            pictures = List.of();
        }
    }

    /// Whether it is known what there will be to see.
    synchronized boolean named() {
        return !pictures.isEmpty();
    }

    /// @throws RuntimeException that the UDF's own code throws
    private List<Picture> newest() {
        if (made != step) {
            List<Picture> now = run.partial().map(PartialResult::pictures).orElse(List.of());
            for (int i = displays.size(); i < now.size(); i++) {
                displays.add(standard(now.get(i)));
            }
            pictures = List.copyOf(now);
            made = step;
        }
        return pictures;
    }

    private static Display standard(Picture picture) {
        return switch (picture.plane()) {
            // Grey is for no data.
            case SCAN -> Display.lut("viridis");
            case DETECTOR -> Display.lut("inferno").log();
        };
    }

    synchronized void writeStep(ObjectNode state) {
        state.put("step", step);
    }

    /// What there is to see, and how it is shown.
    synchronized void write(ObjectNode state) {
        ArrayNode list = state.putArray("pictures");
        for (Picture picture : pictures) {
            ObjectNode entry = list.addObject();
            entry.put("name", picture.name());
            entry.put("plane", picture.plane().name().toLowerCase(Locale.ROOT));
            entry.putArray("shape")
                    .add(picture.image().rows())
                    .add(picture.image().cols());
        }
        writeDisplays(state);
    }

    private void writeDisplays(ObjectNode state) {
        ArrayNode list = state.putArray("display");
        displays.forEach(display -> list.add(Settings.json(display)));
    }

    /// The front end changed how pictures are shown.
    ///
    /// @return what was refused, with what holds
    synchronized ObjectNode changed(ObjectNode changes) {
        ObjectNode corrections = Json.object();
        JsonNode wanted = changes.get("display");
        if (wanted != null) {
            try {
                if (wanted.size() != displays.size()) {
                    throw Fields.refused("display", wanted, "one for each of " + displays.size() + " pictures");
                }
                List<Display> next = new ArrayList<>();
                for (int i = 0; i < displays.size(); i++) {
                    next.add(Settings.display(wanted.path(i), displays.get(i)));
                }
                displays.clear();
                displays.addAll(next);
            } catch (IllegalArgumentException refused) {
                writeDisplays(corrections);
            }
        }
        return corrections;
    }

    /// Answers one request, of which nothing is known to be well formed; what cannot be answered gets a sentence.
    synchronized void answer(JsonNode content, Answers.Channel channel) {
        try {
            switch (content.path("kind").asText()) {
                case "picture" -> picture(content, channel);
                case "value" -> value(content, channel);
                default -> throw Fields.refused("request", content.path("kind"), "picture, value, cancel or ready");
            }
        } catch (RuntimeException | OutOfMemoryError refused) {
            Answers.refuse(channel, content, Replies.sentence(refused));
        }
    }

    private void picture(JsonNode content, Answers.Channel channel) {
        long seq = Fields.sequence(content);
        int padding = Answers.padding(content);
        long start = System.nanoTime();
        List<Picture> now = newest();
        int panel = panel(content, now);
        long nanos = System.nanoTime() - start;
        var header = new Replies.Header(Integer.toString(panel), seq, 0, null, null, null);
        Replies.Frame frame = Replies.frame(header, now.get(panel).image(), nanos, padding);
        channel.send(frame.content(), frame.buffers());
    }

    /// Of the picture that was sent last.
    private void value(JsonNode content, Answers.Channel channel) {
        long seq = Fields.sequence(content);
        int panel = panel(content, pictures);
        Image image = pictures.get(panel).image();
        int row = Fields.integer(content.path("row"), "row", 0, image.rows() - 1);
        int col = Fields.integer(content.path("col"), "col", 0, image.cols() - 1);
        String text = Answers.text(image, row, col);
        channel.send(Replies.value(Integer.toString(panel), seq, row, col, text), List.of());
    }

    private static int panel(JsonNode content, List<Picture> there) {
        if (there.isEmpty()) {
            throw new IllegalStateException("there is nothing to see yet");
        }
        String text = content.path("panel").asText();
        for (int i = 0; i < there.size(); i++) {
            if (text.equals(Integer.toString(i))) {
                return i;
            }
        }
        throw Fields.refused("panel", content.path("panel"), "the number of one of " + there.size() + " pictures");
    }

    /// All of them beside each other as PNG in base64, empty when there is nothing to see.
    synchronized String png() {
        Optional<byte[]> all;
        try {
            List<Picture> now = newest();
            all = Pictures.png(now.stream().map(Picture::image).toList(), displays);
        } catch (RuntimeException failed) {
            // The widget itself says what is wrong; without its picture the text still stands.
            return "";
        }
        return all.map(Base64.getEncoder()::encodeToString).orElse("");
    }
}
