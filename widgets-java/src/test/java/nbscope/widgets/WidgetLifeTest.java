package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import nbscope.compute.Detector;
import nbscope.widgets.FakeHost.FakeComm;
import nbscope.widgets.internal.Json;
import nbscope.widgets.internal.WidgetRegistry;
import org.junit.jupiter.api.Test;

class WidgetLifeTest {
    private static final String VIRTUAL = "{\"kind\":\"virtual\",\"seq\":1,\"frame\":0,\"detector\":"
            + "{\"kind\":\"point\",\"row\":1,\"col\":2,\"inner\":0,\"outer\":0},\"minReplyBytes\":0}";

    private final FakeHost host = new FakeHost();
    private final FakeStack stack = FakeStack.small();

    private static String status(FakeComm comm) {
        return comm.last().data().path("state").path("status").asText();
    }

    @Test
    void setterAfterShowSendsOnlyWhatChanged() {
        Show4DSTEM show = Widgets.owning(stack).show(host);
        int before = host.model().sent.size();
        show.detector(Detector.annulus(1, 3));
        assertThat(host.model().sent).hasSize(before + 1);
        assertThat(host.model().last().data())
                .isEqualTo(
                        Json.parse("{\"method\":\"update\",\"state\":{\"detector\":{\"kind\":\"annulus\",\"row\":4.0,"
                                + "\"col\":5.0,\"inner\":1.0,\"outer\":3.0}},\"buffer_paths\":[]}"));
    }

    @Test
    void gestureOfThePersonIsSeenByTheGetters() {
        Show4DSTEM show = Widgets.owning(stack).show(host);
        host.model()
                .receive("{\"method\":\"update\",\"state\":{\"detector\":{\"kind\":\"disk\",\"row\":2.5,\"col\":3,"
                        + "\"inner\":0,\"outer\":2},\"probe\":[2,3],\"frame\":1,\"pattern_source\":\"sum\","
                        + "\"display\":{\"diffraction\":{\"lut\":\"magma\",\"scale\":\"power\",\"gamma\":0.3,"
                        + "\"low\":1,\"high\":20,\"auto\":null,\"invert\":true}}},\"buffer_paths\":[]}");
        assertThat(show.detector()).isEqualTo(Detector.disk(2).at(2.5, 3));
        assertThat(show.probe()).containsExactly(2, 3);
        assertThat(show.frame()).isEqualTo(1);
        assertThat(show.diffraction())
                .isEqualTo(Display.lut("magma").power(0.3).range(1, 20).invert());
        assertThat(show.virtual()).isEqualTo(Display.lut("gray"));
        assertThat(show.pattern().max()).isEqualTo(stack.sumPattern(1).max());
    }

    @Test
    void updateOfTheFrontEndIsEchoed() {
        Widgets.owning(stack).show(host);
        host.model().receive("{\"method\":\"update\",\"state\":{\"probe\":[0,1]},\"buffer_paths\":[]}");
        assertThat(host.model().last().data())
                .isEqualTo(Json.parse("{\"method\":\"echo_update\",\"state\":{\"probe\":[0,1]},\"buffer_paths\":[]}"));
    }

    @Test
    void impossibleStateIsAnsweredByTheOneThatHolds() {
        Show4DSTEM show = Widgets.owning(stack).probe(1, 1).show(host);
        host.model().receive("{\"method\":\"update\",\"state\":{\"probe\":[3,0],\"frame\":1},\"buffer_paths\":[]}");
        assertThat(host.model().last().data())
                .isEqualTo(Json.parse("{\"method\":\"update\",\"state\":{\"probe\":[1,1]},\"buffer_paths\":[]}"));
        assertThat(show.probe()).containsExactly(1, 1);
        assertThat(show.frame()).isEqualTo(1);
    }

    @Test
    void requestStateIsAnsweredByTheWholeState() {
        Show4DSTEM show = Widgets.owning(stack).show(host);
        show.frame(1);
        host.model().receive("{\"method\":\"request_state\"}");
        JsonNode state = host.model().last().data().path("state");
        assertThat(host.model().last().method()).isEqualTo("update");
        assertThat(state.path("frame").asInt()).isEqualTo(1);
        assertThat(state.path("_esm").asText()).isEqualTo(Widgets.BUNDLE.esm());
    }

    @Test
    void reloadedPageGetsEveryModelThroughTheControlComm() {
        Widgets.owning(stack).show(host);
        Widgets.owning(FakeStack.small()).show(host);
        FakeComm control = host.openFromFrontEnd("jupyter.widget.control", "{}");
        control.receive("{\"method\":\"request_states\"}");
        JsonNode reply = control.last().data();
        assertThat(reply.path("method").asText()).isEqualTo("update_states");
        assertThat(reply.path("buffer_paths").isArray()).isTrue();
        assertThat(reply.path("states")).hasSize(4);
        JsonNode entry = reply.path("states").path(host.model().id());
        assertThat(entry.path("model_name").asText()).isEqualTo("AnyModel");
        assertThat(entry.path("model_module").asText()).isEqualTo("anywidget");
        assertThat(entry.path("model_module_version").asText()).isEqualTo("~0.11.*");
        assertThat(entry.path("state").path("title").asText()).isEqualTo("demo");
    }

    @Test
    void modelThatTheFrontEndClosedIsForgotten() {
        Widgets.owning(stack).show(host);
        FakeComm first = host.model();
        first.closedByFrontEnd();
        assertThat(host.openComms()).doesNotContain(host.comms.getFirst());
        FakeComm control = host.openFromFrontEnd("jupyter.widget.control", "{}");
        control.receive("{\"method\":\"request_states\"}");
        assertThat(control.last().data().path("states")).isEmpty();
    }

    @Test
    void widgetIsShownAgainAfterItsModelWasClosed() {
        Show4DSTEM show = Widgets.owning(stack).show(host);
        host.model().closedByFrontEnd();
        show.show(host);
        assertThat(host.comms).hasSize(4);
        assertThat(host.model().ask(VIRTUAL).content().path("kind").asText()).isEqualTo("frame");
    }

    @Test
    void secondShowIsASecondViewOfTheSameModel() {
        Widgets.owning(stack).show(host).show(host);
        assertThat(host.comms).hasSize(2);
        assertThat(host.displays).hasSize(2);
    }

    // A kernel takes the id from a message, so that every run has an object of its own: String is copied here.
    private void run(String cell) {
        host.attributes().put(WidgetRegistry.CELL_ID, String.valueOf(cell.toCharArray()));
    }

    @Test
    void cellThatRunsAgainLeaksNoComm() {
        for (int i = 0; i < 5; i++) {
            run("cell-a");
            Widgets.owning(FakeStack.small()).show(host);
        }
        assertThat(host.openComms()).hasSize(2).contains(host.model());
    }

    @Test
    void cellThatRunsAgainReleasesTheDataItOwnedBeforeItLoadsAnew() {
        run("cell-a");
        Widgets.owning(stack).show(host);
        run("cell-a");
        FakeStack next = FakeStack.small();
        new Show4DSTEM(
                        next.facts(),
                        (device, progress) -> {
                            assertThat(stack.isFreed()).isTrue();
                            return next;
                        },
                        true,
                        () -> Widgets.BUNDLE)
                .show(host);
        assertThat(next.isFreed()).isFalse();
    }

    @Test
    void cellThatRunsAgainLeavesBorrowedDataAlone() {
        run("cell-a");
        Widgets.borrowing(stack).show(host);
        run("cell-a");
        Widgets.borrowing(stack).show(host);
        assertThat(stack.isFreed()).isFalse();
        assertThat(host.openComms()).hasSize(2);
    }

    @Test
    void cellThatIsKnownOnlyAtTheDisplayLeaksNoCommEither() {
        for (String cell : List.of("cell-a", "cell-b", "cell-a", "cell-a")) {
            String run = String.valueOf(cell.toCharArray());
            host.onDisplay = () -> host.attributes().put(WidgetRegistry.CELL_ID, run);
            Widgets.owning(FakeStack.small()).show(host);
        }
        assertThat(host.openComms()).hasSize(4).contains(host.model());
    }

    @Test
    void twoWidgetsOfOneRunBothLive() {
        run("cell-a");
        Widgets.owning(stack).show(host);
        Widgets.owning(FakeStack.small()).show(host);
        assertThat(host.openComms()).hasSize(4);
    }

    @Test
    void otherCellLeavesTheWidgetAlone() {
        run("cell-a");
        Widgets.owning(stack).show(host);
        run("cell-b");
        Widgets.owning(FakeStack.small()).show(host);
        assertThat(host.openComms()).hasSize(4);
    }

    @Test
    void cellThatShowsTheSameWidgetAgainKeepsIt() {
        Show4DSTEM show = Widgets.owning(stack);
        run("cell-a");
        show.show(host);
        run("cell-a");
        show.show(host);
        assertThat(host.openComms()).hasSize(2);
        assertThat(host.displays).hasSize(2);
    }

    @Test
    void freeOfOwnedDataReleasesItAndSaysSo() {
        Show4DSTEM show = Widgets.owning(stack).show(host);
        assertThat(show.free()).isEqualTo(stack.bytes());
        assertThat(stack.isFreed()).isTrue();
        assertThat(status(host.model())).isEqualTo("freed");
        assertThat(host.model().last().data().path("state").path("message").asText())
                .contains("demo", "free()");
        assertThat(show.free()).isZero();
        assertThat(host.openComms()).hasSize(2);
    }

    @Test
    void freeOfBorrowedDataOnlyDetaches() {
        Show4DSTEM show = Widgets.borrowing(stack).show(host);
        assertThat(show.free()).isZero();
        assertThat(stack.isFreed()).isFalse();
        assertThat(status(host.model())).isEqualTo("freed");
        assertThatThrownBy(show::virtualImage).hasMessageContaining("free()");
    }

    @Test
    void freedStackIsSeenInEveryWidgetOnIt() {
        Widgets.borrowing(stack).show(host);
        FakeComm first = host.model();
        Widgets.borrowing(stack).show(host);
        stack.free();
        assertThat(status(first)).isEqualTo("freed");
        assertThat(status(host.model())).isEqualTo("freed");
        assertThat(host.model().ask(VIRTUAL).content().path("kind").asText()).isEqualTo("error");
    }

    @Test
    void widgetOnAFreedStackIsShownAsFreed() {
        stack.free();
        Widgets.borrowing(stack).show(host);
        assertThat(host.model().state().path("status").asText()).isEqualTo("freed");
        assertThat(host.displays).hasSize(1);
    }

    @Test
    void twoWidgetsOnOneStackKeepTheirOwnSettings() {
        Show4DSTEM a = Widgets.borrowing(stack).show(host);
        FakeComm modelA = host.model();
        Show4DSTEM b = Widgets.borrowing(stack).show(host);
        a.detector(Detector.disk(3));
        modelA.receive("{\"method\":\"update\",\"state\":{\"frame\":1},\"buffer_paths\":[]}");
        assertThat(b.frame()).isZero();
        assertThat(b.detector()).isNotEqualTo(a.detector());
        int sentByA = modelA.sent.size();
        assertThat(host.model().ask(VIRTUAL).content().path("kind").asText()).isEqualTo("frame");
        assertThat(modelA.sent).hasSize(sentByA);
    }

    @Test
    void readyIsAnsweredByTheStatus() {
        Widgets.owning(stack).show(host);
        JsonNode state = host.model().ask("{\"kind\":\"ready\"}").data().path("state");
        assertThat(state.path("status").asText()).isEqualTo("live");
    }

    @Test
    void messageThatIsNoJsonIsAnsweredInWords() {
        Widgets.owning(stack).show(host);
        host.model().receive("{\"method\":");
        assertThat(host.model().last().content().path("message").asText()).contains("not JSON");
        host.model().receive("[]");
        assertThat(host.model().last().content().path("message").asText()).contains("not a JSON object");
        host.model().receive("{\"method\":\"dance\"}");
        assertThat(host.model().last().content().path("kind").asText()).isEqualTo("error");
    }

    @Test
    void showOutsideAKernelSaysWhatToDo() {
        assertThatThrownBy(() -> Widgets.owning(stack).show())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("saveImage");
    }

    @Test
    void descriptionIsOneShortSentence() {
        assertThat(Widgets.owning(stack)).hasToString("Show4DSTEM demo · 2 × 3×4 × 8×10 u16 · not loaded");
    }
}
