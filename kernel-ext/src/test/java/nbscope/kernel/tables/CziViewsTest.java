package nbscope.kernel.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.ProfileProgress;
import org.junit.jupiter.api.Test;

/// Tables and plots of the CZI tools on the demo slide: a row for everything that was measured.
class CziViewsTest {
    private static final Path SLIDE = Path.of("../notebooks/data/tissue-mosaic.czi");

    @Test
    void aProfileHasARowForEachTileAndPhase() throws Exception {
        var profile = CziProfile.run(SLIDE, ProfileOptions.quick().sampleEvery(1), ProfileProgress.none());
        assertThat(CziTables.tiles(profile.tiles()).rowCount()).isEqualTo(36);
        assertThat(CziTables.tiles(profile.tiles()).longColumn("offset").asList())
                .isSorted();
        assertThat(CziTables.phases(profile).stringColumn("phase").asList())
                .contains("header", "io", "decompress", "stitch", "tile");
        assertThat(CziTables.passes(profile).rowCount()).isEqualTo(3);
        assertThat(CziTables.findings(profile.diagnosis()).getString(0, "finding"))
                .isEqualTo("cause: " + profile.diagnosis().cause());
        var histogram = json(CziPlots.tileTimes(profile));
        assertThat(histogram.at("/encoding/x/bin/maxbins").asInt()).isPositive();
        assertThat(histogram.at("/encoding/y/aggregate").asText()).isEqualTo("count");
        var threads = json(CziPlots.threads(profile));
        assertThat(threads.at("/encoding/x2")).hasSize(1);
        assertThat(threads.at("/data/values")).hasSize(36);
        assertThat(json(CziPlots.timeAgainstOffset(profile))
                        .at("/encoding/x/field")
                        .asText())
                .isEqualTo("offset");
    }

    @Test
    void theLayoutIsDrawnDownwards() throws Exception {
        var layout = CziLayout.of(SLIDE, 0, null);
        var table = CziTables.layout(layout);
        assertThat(table.rowCount()).isEqualTo(36);
        assertThat(table.longColumn("right").get(0) - table.longColumn("x").get(0))
                .isEqualTo(512);
        var plot = json(CziPlots.layout(layout));
        assertThat(plot.at("/mark/type").asText()).isEqualTo("rect");
        assertThat(plot.at("/encoding/y/scale/reverse").asBoolean()).isTrue();
        assertThat(plot.at("/encoding/y2/field").asText()).isEqualTo("bottom");
    }

    @Test
    void aRankingListsTheFastestFirst() throws Exception {
        var benchmark = CziBenchmark.run(SLIDE, BenchmarkOptions.quick(), ProfileProgress.none());
        var table = CziTables.ranking(benchmark);
        assertThat(table.intColumn("rank").asList()).isSorted().startsWith(1);
        assertThat(table.stringColumn("configuration").asList()).contains("sequential", "threads-4", "threads-8");
        var plot = json(CziPlots.ranking(benchmark));
        assertThat(plot.at("/encoding/y").has("sort")).isTrue();
        assertThat(plot.at("/encoding/y/sort").isNull()).isTrue();
        assertThat(CziTables.validation(benchmark.validation()).rowCount()).isEqualTo(9);
    }

    private static JsonNode json(VegaLite plot) throws Exception {
        return new ObjectMapper().readTree(plot.json());
    }
}
