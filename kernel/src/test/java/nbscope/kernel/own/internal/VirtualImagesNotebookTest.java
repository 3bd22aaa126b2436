package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Every cell of notebooks/virtual-images.ipynb in a kernel without a browser, and what the cells show.
class VirtualImagesNotebookTest extends KernelContract {
    @Test
    void runsFromTopToBottom() throws IOException {
        var notebook = NotebookCells.run(client, "virtual-images");
        assertThat(notebook.texts())
                .contains("vectors in mrad")
                .contains("phase in rad")
                .contains("bytes given back");
        assertThat(notebook.shown())
                .contains("application/vnd.vegalite.v5+json", "text/html")
                .filteredOn(type -> type.equals("image/png"))
                .hasSizeGreaterThanOrEqualTo(6);
    }
}
