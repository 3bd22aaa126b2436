package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every cell of notebooks/virtual-images.ipynb in a kernel without a browser, and what the cells show.
class VirtualImagesNotebookTest extends KernelContract {
    @Test
    void runsFromTopToBottom() throws IOException {
        List<TestClient.Run> runs = new ArrayList<>();
        String data = Path.of("../notebooks/data").toAbsolutePath().normalize() + "/";
        for (String cell : NotebookCells.of("virtual-images")) {
            // The notebook runs in its own folder, this kernel elsewhere.
            TestClient.Run run = client.run(cell.replace("\"data/", "\"" + data));
            assertThat(run.status()).as("%s%n%s", cell, run.error()).isEqualTo("ok");
            runs.add(run);
        }
        String texts =
                runs.stream().map(run -> run.result() + run.text("stdout")).collect(Collectors.joining("\n"));
        assertThat(texts).contains("vectors in mrad").contains("phase in rad").contains("bytes given back");
        List<String> shown = runs.stream()
                .flatMap(run -> run.published().stream())
                .flatMap(message -> message.content().path("data").properties().stream())
                .map(entry -> entry.getKey())
                .toList();
        assertThat(shown)
                .contains("application/vnd.vegalite.v5+json", "text/html")
                .filteredOn(type -> type.equals("image/png"))
                .hasSizeGreaterThanOrEqualTo(6);
    }
}
