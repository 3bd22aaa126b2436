package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `layout`: one JSON object, and sentences for wrong arguments.
class LayoutCommandTest extends CommandRun {

    /// Chunks and blocks that mlarray itself gave for these arguments.
    @Test
    void givesTheTableOfMlarray() throws IOException {
        JsonNode cases = JSON.readTree(
                        Path.of("../io/src/test/fixtures/layout-cases.json").toFile())
                .get("cases");
        for (JsonNode c : cases) {
            List<String> arguments = new ArrayList<>(List.of("layout", "--json"));
            option(arguments, "--shape", c.get("shape"));
            option(arguments, "--patch", c.get("patch"));
            option(arguments, "--axes", c.get("axes"));
            arguments.addAll(List.of("--dtype", c.get("dtype").asText()));
            assertThat(run(arguments.toArray(String[]::new))).isZero();
            JsonNode answer = answer();
            assertThat(answer.get("strategy").asText()).isEqualTo("mlarray");
            assertThat(answer.get("chunks")).isEqualTo(c.get("mlarray").get("chunks"));
            assertThat(answer.get("blocks")).isEqualTo(c.get("mlarray").get("blocks"));
        }
        assertThat(errors()).isEmpty();
    }

    private static void option(List<String> arguments, String name, JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(v -> texts.add(v.asText()));
        if (!texts.isEmpty()) {
            arguments.addAll(List.of(name, String.join(",", texts)));
        }
    }

    /// By hand: a block of 10 x 2 x 2 x 2 x 96 holds 10 times what a patch of one time step needs of it, and the patch
    /// touches 1 x 4 x 4 chunks of 1 x 1 x 1 x 48 x 1 blocks.
    @Test
    void explainsThePatchAtTheOrigin() throws IOException {
        String[] arguments = {
            "layout", "--shape", "10,64,64,96,96", "--dtype", "u2", "--patch=1,8,8,96,96", "--explain", "--json"
        };
        assertThat(run(arguments)).isZero();
        JsonNode explain = answer().get("explain");
        assertThat(explain.get("chunksTouched").asInt()).isEqualTo(16);
        assertThat(explain.get("blocksTouched").asInt()).isEqualTo(16 * 48);
        assertThat(explain.get("amplificationAligned").asDouble()).isEqualTo(10);
        // Along both scan axes 4 blocks at even starts and 5 at odd ones; 29 of the 57 starts are even.
        double mean = (29 * 4 + 28 * 5) / 57.0;
        assertThat(explain.get("amplificationRandom").asDouble()).isCloseTo(10 * mean / 4 * mean / 4, within(1e-9));
        assertThat(explain.get("workingSetBytes").asLong()).isEqualTo(11L * 8 * 8 * 96 * 96 * 2);
    }

    @Test
    void textComparesAllStrategies() {
        assertThat(run(
                        "layout",
                        "--shape",
                        "10,64,64,96,96",
                        "--dtype",
                        "uint16",
                        "--patch",
                        "1,8,8,96,96",
                        "--strategy",
                        "patch-aligned",
                        "--caches",
                        "32K,1M,32M",
                        "--explain"))
                .isZero();
        assertThat(printed())
                .contains("blocks       1 x 1 x 1 x 96 x 96  (18 KiB)")
                .contains("mlarray-baseline  has no layout")
                .contains("* patch-aligned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --shape 4,4 --dtype u2 --strategy fast | there is no strategy 'fast'; take one of mlarray, mlarray-baseline, blosc2-auto, patch-aligned
                    --shape 4,4 --dtype u2 --patch 0,2     | the patch [0, 2] has a length below 1
                    --shape 4,4 --dtype u2 --patch -3      | the patch [-3] has a length below 1
                    --shape 4,4 --dtype u2 --patch 1,2,3   | has 3 lengths and the array has 2 spatial axes
                    --shape 4,4 --dtype u2 --axes spatial  | 1 axis labels [spatial] for an array of 2 axes
                    --shape 4,x --dtype u2                 | --shape is a list of whole numbers
                    --shape 4,-4 --dtype u2                | has a negative length
                    --shape 4,4 --dtype complex            | --dtype is a type as NumPy writes it
                    --shape 4,4                            | --dtype is missing
                    --shape 4,4 --dtype u2 --fast          | there is no option --fast
                    --shape 4,4 --dtype u2 --patch         | --patch needs a value
                    --shape 4,4 --dtype u2 --axes a,b      | label at least one axis spatial
                    --shape 4,4 --dtype u2 --caches 1,2    | --caches is the sizes of L1, L2 and L3
                    """)
    void wrongArgumentsEndWith64AndASentence(String arguments, String sentence) {
        assertThat(run(("layout --json " + arguments).split(" +"))).isEqualTo(64);
        assertThat(errors()).startsWith("nbscope: ").contains(sentence);
        assertThat(printed()).isEmpty();
    }
}
