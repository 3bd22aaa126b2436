package nbscope.kernel.internal.basekernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import nbscope.kernel.internal.display.Rendered;
import nbscope.kernel.stock.TestKernel;
import nbscope.kernel.tables.VegaLite;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/// What the stock library's own renderer makes of our values.
class RenderingTest {
    @Test
    void tablesAndPlotsReachTheLibrarysRenderer() throws Exception {
        TestKernel kernel = new TestKernel("");
        new BaseKernelFamily().render(kernel, Rendered.types(), Rendered::of);
        Renderer renderer = kernel.getRenderer();
        Table table = Table.create("t", IntColumn.create("n", 1, 2));

        DisplayData shown = renderer.render(table);
        assertThat(String.valueOf(shown.getData(MIMEType.TEXT_HTML))).contains("<caption>t</caption>");
        assertThat(String.valueOf(shown.getData(MIMEType.TEXT_PLAIN))).contains("n");

        DisplayData plot = renderer.render(VegaLite.line(table).x("n").y("n"));
        assertThat(String.valueOf(plot.getData(MIMEType.parse("application/vnd.vegalite.v5+json"))))
                .contains("\"type\":\"line\"");
    }
}
