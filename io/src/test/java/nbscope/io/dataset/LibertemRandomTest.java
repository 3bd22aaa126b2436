package nbscope.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand random cases that LiberTEM 0.16 solved once, and a thousand others that it solves now.
class LibertemRandomTest {
    private static final String FIXTURES = "src/test/fixtures/dataset/";
    private static final int COUNT = 1000;

    @Test
    void agreesOnEachKnownCase() throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(Path.of(FIXTURES + "libertem-random.json.gz")))) {
            assertThat(LibertemCase.checkAll(new ObjectMapper().readTree(in))).isEqualTo(COUNT);
        }
    }

    /// With another seed each time, which a failure names; `-Dtests.seed=N` runs it again.
    @Test
    void agreesWithLibertemItself(@TempDir Path folder) throws IOException, InterruptedException {
        Path python = Path.of(System.getProperty("nbscope.libertem", "../build/bench/python/bin/python"));
        Assumptions.assumeTrue(
                Files.isExecutable(python), "there is no " + python + "; ./nbscope test makes one with LiberTEM");
        long seed = Long.getLong("tests.seed", System.nanoTime() >>> 8);
        File made = folder.resolve("cases.json").toFile();
        Process process = new ProcessBuilder(
                        python.toString(), FIXTURES + "make_libertem_cases.py", Long.toString(seed), "" + COUNT)
                .redirectOutput(made)
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor()).as("seed " + seed).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(LibertemCase.checkAll(new ObjectMapper().readTree(made))).isEqualTo(COUNT);
    }
}
