package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        var notebook = NotebookCells.run(client, "patch-layout");
        assertThat(notebook.texts())
                .contains("chunks [66, 72, 120], blocks [22, 24, 24]")
                .contains("chunks [1, 128, 128], blocks [1, 32, 32]")
                .contains("a patch and chunks or blocks cannot both be given");
        assertThat(notebook.shown())
                .contains("application/vnd.vegalite.v5+json", "application/vnd.jupyter.widget-view+json")
                .filteredOn(type -> type.equals("text/html"))
                .hasSize(3);
    }
}
