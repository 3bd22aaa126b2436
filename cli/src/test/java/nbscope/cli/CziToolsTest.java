package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `nbscope czi`: what is typed and what is printed. What is measured is tested in io.
class CziToolsTest extends CommandRun {
    @TempDir
    Path folder;

    private String file = "";

    @BeforeEach
    void copyFile() throws IOException {
        Path copy = folder.resolve("slide.czi");
        Files.copy(Path.of("../io/src/test/fixtures/czi/overlap_zstd1.czi"), copy);
        file = copy.toString();
    }

    private List<String> results() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.equals("slide.czi"))
                    .toList();
        }
    }

    @Test
    void profileSaysWhereTheTimeGoes() throws IOException {
        assertThat(run("czi", "profile", file, "--max-tiles", "6", "--sample-every", "2", "--json"))
                .isZero();
        assertThat(answer().get("tiles")).hasSize(3);
        assertThat(answer().get("cold").get("decodedPerTile").asDouble()).isEqualTo(1);
        assertThat(run("czi", "profile", file, "--preset", "quick", "--channel", "0"))
                .isZero();
        assertThat(printed()).contains("decompress", "diagnosis", "advice", "overall");
    }

    @Test
    void benchmarkWritesBesideTheDataAndCompareReadsIt() throws IOException {
        assertThat(run("czi", "benchmark", file, "--quick")).isZero();
        assertThat(printed()).contains("sequential", "threads-4", "threads-8", "<- recommended", "SHA-256");
        assertThat(results()).singleElement().asString().matches("benchmark_results_[0-9]{8}_[0-9]{6}\\.json");
        String first = folder.resolve(results().getFirst()).toString();
        String second = folder.resolve("second.json").toString();
        assertThat(run("czi", "benchmark", file, "--quick", "--output", second, "--json"))
                .isZero();
        assertThat(answer().get("rows")).hasSize(3);
        assertThat(run("czi", "compare", first, second)).isZero();
        assertThat(printed())
                .contains("[x] pixels", "[x] downstream", "threads-8")
                .doesNotContain("[ ]");
    }

    @Test
    void theOthersAnswerToo() throws IOException {
        String picture = folder.resolve("tiles.svg").toString();
        assertThat(run("czi", "layout", file, "--output", picture)).isZero();
        assertThat(printed()).startsWith("grid-aligned: 12 tiles");
        assertThat(Path.of(picture)).content().contains("<svg");
        assertThat(run("czi", "quick", file)).isZero();
        assertThat(printed()).contains("8 threads", "speed-up");
        assertThat(run("czi", "verify-mosaic", file, "--json")).isZero();
        assertThat(answer().get("seamPixels").asInt()).isZero();
    }

    @Test
    void wrongUseIsSaid() {
        assertThat(run("czi", "profile", file, "--max-tiles", "0")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("czi", "profile", file, "--tiles", "4")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("czi", "profile", file, "--channel", "9")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("czi", "profile", file, "--preset", "fast")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("czi", "frobnicate", file)).isEqualTo(ExitStatus.USAGE);
        assertThat(run("czi", "profile", file + ".not")).isEqualTo(ExitStatus.UNREADABLE);
        assertThat(run("czi", "compare", file, file)).isEqualTo(ExitStatus.UNREADABLE);
        assertThat(run("czi", "compare", file, file, "--channel", "1")).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void anInterruptLeavesNoResult() throws IOException {
        Thread.currentThread().interrupt();
        assertThat(run("czi", "benchmark", file, "--quick")).isEqualTo(ExitStatus.FAILED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(errors()).contains("interrupted");
        assertThat(results()).isEmpty();
    }

    @Test
    void answersBecomeACommand() {
        PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        List<String> asked = new CziGuide(new BufferedReader(new StringReader(file + "\n9\n2\n\n1\n0\n")), quiet).ask();
        assertThat(asked).containsExactly("benchmark", file, "--preset", "quick", "--channel", "1", "--scene", "0");
        assertThatThrownBy(() -> new CziGuide(new BufferedReader(new StringReader(file + "\n")), quiet).ask())
                .isInstanceOf(UsageException.class);
    }
}
