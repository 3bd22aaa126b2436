package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every cell of notebooks/czi-profiling.ipynb in a kernel without a browser, and what the cells show.
class CziProfilingNotebookTest extends KernelContract {
    @Test
    void runsFromTopToBottom() throws IOException {
        var notebook = NotebookCells.run(client, "czi-profiling");
        assertThat(notebook.texts())
                .contains("72 tiles")
                .contains("Collagen-AF488")
                .contains("The fastest here: ")
                .contains("by its number 1.00")
                .contains("the same pixels");
        assertThat(notebook.shown())
                .contains("image/png")
                .filteredOn(type -> type.equals("application/vnd.vegalite.v5+json"))
                .hasSize(6);
        assertThat(notebook.shown())
                .filteredOn(type -> type.equals("text/html"))
                .hasSizeGreaterThanOrEqualTo(7);
    }
}
