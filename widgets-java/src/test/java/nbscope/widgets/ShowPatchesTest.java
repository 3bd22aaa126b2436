package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.Json;
import nbscope.widgets.internal.PatchesModel;
import org.junit.jupiter.api.Test;

class ShowPatchesTest {
    private static final ChunkLayout ONE =
            new ChunkLayout("one", new long[] {4, 33, 50}, 2, new int[] {2, 12, 50}, new int[] {2, 5, 20});
    private static final ChunkLayout OTHER =
            new ChunkLayout("other", new long[] {4, 33, 50}, 2, new int[] {1, 33, 40}, new int[] {1, 16, 10});
    private static final CacheSizes CACHES = new CacheSizes(1024, 65536, 1048576);

    private static PatchesModel model() {
        return new PatchesModel(List.of(ONE, OTHER), List.of(), new long[] {1, 16, 20}, CACHES);
    }

    /// The golden state was written by a script that walks over the elements of the patch.
    @Test
    void theStateIsTheGoldenOne() throws Exception {
        var state = Json.object();
        model().writeState(state);
        JsonNode golden = new ObjectMapper()
                .readTree(
                        Path.of("../widgets-js/protocol/state-showpatches.json").toFile())
                .get("state");
        assertThat(new ObjectMapper().readTree(state.toString())).isEqualTo(golden);
    }

    @Test
    void theFrontEndMovesThePatchAndIsCorrected() {
        PatchesModel model = model();
        FakeHost host = new FakeHost();
        model.show(host, () -> new Bundle("", "", ""), "text");
        FakeHost.FakeComm comm = host.comms.getLast();
        assertThat(comm.state().path("_anywidget_id").asText()).isEqualTo("nbscope.showpatches");
        comm.receive("{\"method\":\"update\",\"state\":{\"position\":[3,17,30],\"section\":[0,2]}}");
        assertThat(model.position()).containsExactly(3, 17, 30);
        assertThat(model.section()).containsExactly(0, 2);
        assertThat(comm.last().method()).isEqualTo("echo_update");
        comm.receive("{\"method\":\"update\",\"state\":{\"position\":[9,-1,30],\"section\":[2,2]}}");
        assertThat(model.position()).containsExactly(3, 0, 30);
        assertThat(comm.last().data().path("state").toString()).isEqualTo("{\"position\":[3,0,30],\"section\":[0,2]}");
        model.position(new long[] {1, 2, 100});
        assertThat(comm.last().data().path("state").path("position").toString()).isEqualTo("[1,2,30]");
    }

    @Test
    void strategiesGiveLayoutsAndAText() {
        LayoutRequest request =
                LayoutRequest.of(new long[] {128, 256, 256}, 4).patch(64).caches(CACHES);
        String text = ShowPatches.of(request, LayoutStrategy.MLARRAY, LayoutStrategy.PATCH_ALIGNED)
                .toString();
        assertThat(text).contains("mlarray: [128, 256, 256]").contains("patch-aligned: ");
    }

    @Test
    void misuseSaysWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShowPatches.of(new long[] {1, 1, 1}))
                .withMessage("ShowPatches shows one layout or two side by side, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShowPatches.of(new long[] {1, 1, 1}, ONE).at(1, 2))
                .withMessage("the position [1, 2] has 2 numbers and the array has 3 axes; give one for each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShowPatches.of(new long[] {1, 1, 1}, ONE).section(1, 1))
                .withMessage("a section runs along two different axes of 0 to 2, found 1 and 1");
        ChunkLayout small = new ChunkLayout("s", new long[] {4}, 2, new int[] {2}, new int[] {2});
        assertThatIllegalArgumentException().isThrownBy(() -> ShowPatches.of(new long[] {1, 1, 1}, ONE, small));
    }
}
