package nbscope.kernel.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import nbscope.io.CacheSizes;
import nbscope.io.LayoutAdvisor;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;
import nbscope.kernel.internal.display.Rendered;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
    private static final Table TIMES = Table.create(
            "times <ms>",
            StringColumn.create("strategy", "mlarray", "a&b"),
            DoubleColumn.create("ms", 1.25, Double.NaN),
            IntColumn.create("runs.n", 7, 9));

    @Test
    void aTableIsHtmlAndText() {
        Map<String, String> bundle = Rendered.of(TIMES).orElseThrow();
        assertThat(bundle.get("text/html"))
                .contains("<caption>times &lt;ms&gt;</caption>")
                .contains("<th scope=\"col\" style=\"text-align:right\">ms</th>")
                .contains("<td>a&amp;b</td><td style=\"text-align:right\"></td><td style=\"text-align:right\">9</td>")
                .contains(">1.25</td>");
        assertThat(bundle.get("text/plain")).contains("mlarray");
    }

    @Test
    void longTablesAreCutAndSayHowLongTheyAre() {
        Table table = Table.create("t", IntColumn.indexColumn("i", 1000, 0));
        assertThat(Rendered.of(table).orElseThrow().get("text/html")).contains("<p>50 of 1000 rows</p>");
    }

    @Test
    void aPlotHoldsTheRows() throws Exception {
        VegaLite plot = VegaLite.bar(TIMES)
                .x("strategy")
                .y("ms")
                .color("runs.n")
                .title("Reads")
                .size(300, 200);
        Map<String, String> bundle = Rendered.of(plot).orElseThrow();
        assertThat(bundle).containsOnlyKeys("application/vnd.vegalite.v5+json", "text/plain");
        JsonNode json = new ObjectMapper().readTree(bundle.get("application/vnd.vegalite.v5+json"));
        assertThat(json.at("/mark/type").asText()).isEqualTo("bar");
        assertThat(json.at("/data/values/0/ms").asDouble()).isEqualTo(1.25);
        assertThat(json.at("/data/values/1/ms").isNull()).isTrue();
        assertThat(json.at("/encoding/x/type").asText()).isEqualTo("nominal");
        assertThat(json.at("/encoding/y/type").asText()).isEqualTo("quantitative");
        assertThat(json.at("/encoding/color/field").asText()).isEqualTo("runs\\.n");
        assertThat(bundle.get("text/plain")).isEqualTo("Vega-Lite plot: Reads");
    }

    @Test
    void wrongColumnsAndSpecificationsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VegaLite.line(TIMES).x("when"))
                .withMessage("the table has no column when; it has strategy, ms, runs.n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VegaLite.of("[1]"))
                .withMessageContaining("a Vega-Lite plot is an object");
        assertThatIllegalArgumentException().isThrownBy(() -> VegaLite.of("{")).withMessageContaining("is no JSON");
    }

    @Test
    void layoutsAndCostsAreTables() {
        LayoutRequest request = LayoutRequest.of(new long[] {10, 64, 64, 96, 96}, 2)
                .patch(1, 8, 8, 96, 96)
                .caches(CacheSizes.USUAL);
        Table table = Tables.layouts(request);
        // The rule for 2-D and 3-D images has no layout here.
        assertThat(table.stringColumn("layout").asList()).containsExactly("mlarray", "blosc2-auto", "patch-aligned");
        assertThat(table.doubleColumn("decoded / asked at origin").get(0)).isEqualTo(10);
        var cost = LayoutAdvisor.explain(LayoutStrategy.MLARRAY.layout(request), CacheSizes.USUAL, request.box());
        assertThat(Rendered.of(cost).orElseThrow().get("text/html")).contains(">12.6");
    }

    @Test
    void otherValuesStayText() {
        assertThat(Rendered.of("text")).isEmpty();
        assertThat(Rendered.of(null)).isEmpty();
    }
}
