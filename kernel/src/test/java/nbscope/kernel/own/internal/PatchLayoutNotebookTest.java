package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import nbscope.widgets.WidgetHost;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Every cell of notebooks/patch-layout.ipynb in a kernel without a browser, and what the cells show.
class PatchLayoutNotebookTest extends KernelContract {
    @Test
    void runsFromTopToBottom() throws IOException {
        Assumptions.assumeTrue(
                WidgetHost.class.getResource("/nbscope/widgets/js/showpatches.js") != null,
                "the front end is not in the widgets jar; ./nbscope builds it");
        List<TestClient.Run> runs = new ArrayList<>();
        for (String cell : NotebookCells.of("patch-layout")) {
            TestClient.Run run = client.run(cell);
            assertThat(run.status()).as("%s%n%s", cell, run.error()).isEqualTo("ok");
            runs.add(run);
        }
        String texts =
                runs.stream().map(run -> run.result() + run.text("stdout")).collect(Collectors.joining("\n"));
        assertThat(texts)
                .contains("chunks [66, 72, 120], blocks [22, 24, 24]")
                .contains("chunks [1, 128, 128], blocks [1, 32, 32]")
                .contains("a patch and chunks or blocks cannot both be given");
        List<String> shown = runs.stream()
                .flatMap(run -> run.published().stream())
                .flatMap(message -> message.content().path("data").properties().stream())
                .map(entry -> entry.getKey())
                .toList();
        assertThat(shown)
                .contains("application/vnd.vegalite.v5+json", "application/vnd.jupyter.widget-view+json")
                .filteredOn(type -> type.equals("text/html"))
                .hasSize(3);
    }
}
