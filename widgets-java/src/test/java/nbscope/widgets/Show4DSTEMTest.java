package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.Detector;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.widgets.FakeHost.Sent;
import nbscope.widgets.internal.Json;
import nbscope.widgets.internal.StackSource;
import org.junit.jupiter.api.Test;

class Show4DSTEMTest {
    private final FakeHost host = new FakeHost();
    private final FakeStack stack = FakeStack.small();
    private final Show4DSTEM show = Widgets.owning(stack);

    @Test
    void showOpensTheLayoutThenTheModel() {
        show.show(host);
        assertThat(host.comms).hasSize(2);
        JsonNode layout = host.comms.getFirst().state();
        assertThat(layout.path("_model_name").asText()).isEqualTo("LayoutModel");
        JsonNode model = host.model().state();
        assertThat(model.path("layout").asText())
                .isEqualTo("IPY_MODEL_" + host.comms.getFirst().id());
        assertThat(model.path("_model_module").asText()).isEqualTo("anywidget");
        assertThat(model.path("_model_name").asText()).isEqualTo("AnyModel");
        assertThat(model.path("_view_name").asText()).isEqualTo("AnyView");
        assertThat(model.path("_model_module_version").asText()).isEqualTo("~0.11.*");
        assertThat(model.path("_view_module_version").asText()).isEqualTo("~0.11.*");
        assertThat(model.path("_anywidget_id").asText()).isEqualTo("nbscope.show4dstem");
        assertThat(model.path("_esm").asText()).isEqualTo("export default {}");
        assertThat(model.path("_css").asText()).isEqualTo(".nb {}");
        assertThat(model.get("_view_count").isNull()).isTrue();
        assertThat(host.model().opening.path("buffer_paths").isEmpty()).isTrue();
        assertThat(host.model().metadata).isEqualTo("{\"version\":\"2.1.0\"}");
    }

    @Test
    void stateHoldsEveryKeyOfTheProtocol() {
        show.show(host);
        JsonNode state = host.model().state();
        assertThat(state.path("title").asText()).isEqualTo("demo");
        assertThat(state.path("shape")).isEqualTo(Json.parse("{\"frames\":2,\"scan\":[3,4],\"detector\":[8,10]}"));
        assertThat(state.path("dtype").asText()).isEqualTo("u16");
        assertThat(state.path("calibration").path("mrad_per_pixel").asDouble()).isEqualTo(10);
        assertThat(state.path("calibration").path("scan_step_A").asDouble()).isEqualTo(0.5);
        assertThat(state.path("calibration").path("centre").get(1).asDouble()).isEqualTo(5);
        assertThat(state.path("frame_labels").get(1).asText()).isEqualTo("second");
        assertThat(state.path("detector").path("kind").asText()).isEqualTo("disk");
        assertThat(state.path("detector").path("outer").asDouble()).isEqualTo(1.2);
        assertThat(state.path("probe")).hasSize(2);
        assertThat(state.path("frame").asInt()).isZero();
        assertThat(state.path("pattern_source").asText()).isEqualTo("probe");
        assertThat(state.path("display").path("diffraction").path("lut").asText())
                .isEqualTo("inferno");
        assertThat(state.path("display").path("virtual").path("auto").get(1).asDouble())
                .isEqualTo(99.5);
        assertThat(state.path("status").asText()).isEqualTo("live");
        assertThat(state.has("message")).isTrue();
        assertThat(state.has("progress")).isTrue();
        assertThat(state.path("presets").get(0).path("name").asText()).isEqualTo("BF");
        assertThat(state.has("bytes")).isTrue();
        assertThat(state.has("device")).isTrue();
    }

    @Test
    void dataThatTakesLongIsShownAsLoadingFirst() {
        var large = new StackSource.Facts("large", DType.U16, Calibration.none(), 1, 2000, 2000, 8, 10);
        var slow = new Show4DSTEM(
                large,
                (device, progress) -> {
                    progress.loaded(2_500_000, 10_000_000);
                    progress.loaded(2_501_000, 10_000_000);
                    progress.loaded(10_000_000, 10_000_000);
                    return stack;
                },
                true,
                () -> Widgets.BUNDLE);
        slow.show(host);
        JsonNode state = host.model().state();
        assertThat(state.path("status").asText()).isEqualTo("loading");
        assertThat(state.path("message").asText()).startsWith("loading large");
        assertThat(state.path("bytes").asLong()).isZero();
        assertThat(host.model().sent.stream()
                        .map(sent -> sent.data().path("state").path("progress").asText("null")))
                .containsExactly("0.25", "1.0", "null");
        JsonNode last = host.model().last().data().path("state");
        assertThat(last.path("status").asText()).isEqualTo("live");
        assertThat(last.path("bytes").asLong()).isEqualTo(stack.bytes());
        assertThat(last.path("device").asText()).isEqualTo("fake");
    }

    @Test
    void loadThatFailsIsSaidInTheCellAndInTheWidget() {
        var large = new StackSource.Facts("large", DType.U16, Calibration.none(), 1, 2000, 2000, 8, 10);
        var broken = new Show4DSTEM(
                large,
                (device, progress) -> {
                    throw new IllegalStateException("the stack needs 600 MB and 100 MB are free");
                },
                true,
                () -> Widgets.BUNDLE);
        assertThatThrownBy(() -> broken.show(host)).hasMessage("the stack needs 600 MB and 100 MB are free");
        JsonNode last = host.model().last().data().path("state");
        assertThat(last.path("status").asText()).isEqualTo("error");
        assertThat(last.path("message").asText()).isEqualTo("the stack needs 600 MB and 100 MB are free");
    }

    @Test
    void requestBeforeTheDataIsThereIsRefusedInWords() {
        var large = new StackSource.Facts("large", DType.U16, Calibration.none(), 1, 2000, 2000, 8, 10);
        var refusals = new ArrayList<JsonNode>();
        var slow = new Show4DSTEM(
                large,
                (device, progress) -> {
                    refusals.add(
                            host.model().ask("{\"kind\":\"virtual\",\"seq\":3}").content());
                    return stack;
                },
                true,
                () -> Widgets.BUNDLE);
        slow.show(host);
        assertThat(refusals.getFirst())
                .isEqualTo(Json.parse(
                        "{\"kind\":\"error\",\"panel\":\"virtual\",\"seq\":3,\"message\":\"loading large\"}"));
    }

    @Test
    void viewAndTextTravelInOneBundle() {
        show.show(host);
        assertThat(host.displays).hasSize(1);
        assertThat(host.displays.getFirst()).containsKeys("application/vnd.jupyter.widget-view+json", "text/plain");
        assertThat(host.displays.getFirst().get("application/vnd.jupyter.widget-view+json"))
                .contains(host.model().id());
    }

    @Test
    void virtualRequestIsAnsweredByExactSums() {
        show.show(host);
        Sent reply = host.model()
                .ask("{\"kind\":\"virtual\",\"seq\":7,\"frame\":1,\"detector\":{\"kind\":\"disk\",\"row\":4,\"col\":5,"
                        + "\"inner\":0,\"outer\":3},\"minReplyBytes\":0,\"gesture\":true}");
        JsonNode content = reply.content();
        assertThat(content.path("kind").asText()).isEqualTo("frame");
        assertThat(content.path("panel").asText()).isEqualTo("virtual");
        assertThat(content.path("seq").asLong()).isEqualTo(7);
        assertThat(content.path("dtype").asText()).isEqualTo("u32");
        assertThat(content.path("shape").toString()).isEqualTo("[3,4]");
        assertThat(content.path("exact").asBoolean()).isTrue();
        assertThat(content.path("transport").asText()).isEqualTo("comm");
        assertThat(reply.buffers()).hasSize(1);
        long expected = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 10; x++) {
                if ((y - 4) * (y - 4) + (x - 5) * (x - 5) < 9) {
                    expected += stack.at(1, 2, 3, y, x);
                }
            }
        }
        assertThat(reply.buffers().getFirst().getInt(4 * 11)).isEqualTo((int) expected);
    }

    @Test
    void patternRequestIsAnsweredInNativeType() {
        show.show(host);
        Sent reply = host.model()
                .ask("{\"kind\":\"pattern\",\"seq\":1,\"frame\":0,\"row\":2,\"col\":1,\"source\":\"probe\","
                        + "\"minReplyBytes\":65536,\"gesture\":true}");
        assertThat(reply.content().path("dtype").asText()).isEqualTo("u16");
        assertThat(reply.content().path("probe").toString()).isEqualTo("[2,1]");
        assertThat(reply.buffers()).hasSize(2);
        assertThat(reply.buffers().get(0).remaining() + reply.buffers().get(1).remaining())
                .isEqualTo(65536);
        assertThat(reply.buffers().getFirst().getShort(2 * 13)).isEqualTo((short) stack.at(0, 2, 1, 1, 3));
    }

    @Test
    void titleIsTheFilesNameUntilAnotherIsGiven() {
        var facts = new StackSource.Facts("/data/2026/gold.b2nd", DType.U16, Calibration.none(), 1, 3, 4, 8, 10);
        Show4DSTEM file = Widgets.owning(FakeStack.random(facts, 9, 1));
        assertThat(file.title()).isEqualTo("gold.b2nd");
        assertThat(file.title("Gold").title()).isEqualTo("Gold");
    }

    @Test
    void detectorInAnglesWithoutCalibrationIsASentence() {
        var facts = new StackSource.Facts("raw", DType.U16, Calibration.none(), 1, 3, 4, 8, 10);
        Show4DSTEM uncalibrated = Widgets.owning(FakeStack.random(facts, 9, 1));
        assertThatThrownBy(() -> uncalibrated.detector(Detector.annulus(24, 60).mrad()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mrad per pixel");
    }

    @Test
    void stateEqualsTheGoldenOneThatTheFrontEndReads() throws IOException {
        show.detector(Detector.annulus(1, 2.5)).probe(2, 1).frame(1).show(host);
        ObjectNode state = host.model().state().deepCopy();
        var names = new ArrayList<String>();
        state.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !name.startsWith("_")
                && !List.of("layout", "tabbable", "tooltip").contains(name));
        state.remove(names);
        Path golden = Path.of("../widgets-js/protocol/state-show4dstem.json");
        assertThat(state.toPrettyString())
                .isEqualTo(Json.parse(Files.readString(golden)).toPrettyString());
    }
}
