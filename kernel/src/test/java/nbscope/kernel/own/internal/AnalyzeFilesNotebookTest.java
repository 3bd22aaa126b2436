package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every cell of notebooks/analyze-files.ipynb in a kernel without a browser: each run is shown, and those that a cell
/// waits for have left their picture when it ends.
class AnalyzeFilesNotebookTest extends KernelContract {
    @Test
    void runsFromTopToBottom() throws IOException {
        var notebook = NotebookCells.run(client, "analyze-files");
        assertThat(notebook.texts()).contains("64").doesNotContain("Exception");
        assertThat(notebook.shown())
                .filteredOn(type -> type.equals("application/vnd.jupyter.widget-view+json"))
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(notebook.shown())
                .filteredOn(type -> type.equals("image/png"))
                .hasSizeGreaterThanOrEqualTo(2);
    }
}
