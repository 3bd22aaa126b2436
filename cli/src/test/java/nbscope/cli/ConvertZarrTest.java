package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertZarrTest extends CommandRun {
    private static final String SOURCE = "../io/src/test/fixtures/npy/u2_little.npy";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ngff 0.4 --codec blosc",
                "--ngff 0.5 --shard --codec zstd",
                "--chunk 16 --levels 2",
                "--levels auto --codec raw"
            })
    void thereAndBackKeepsTheValues(String options) throws IOException {
        String zarr = folder.resolve("out.zarr").toString();
        String npy = folder.resolve("back.npy").toString();
        String[] typed = ("convert " + SOURCE + " " + zarr + " --json " + options).split(" ");
        assertThat(run(typed)).as(errors()).isZero();
        assertThat(answer().get("format").asText()).isEqualTo("zarr");
        assertThat(answer().get("bytes").asLong()).isPositive();
        assertThat(run("verify", zarr, "--json")).isZero();
        String hash = answer().get("sha256").asText();
        assertThat(run("convert", zarr, npy)).as(errors()).isZero();
        assertThat(run("verify", npy, "--json")).isZero();
        assertThat(answer().get("sha256").asText()).isEqualTo(hash);
        assertThat(run("verify", SOURCE, "--json")).isZero();
        assertThat(answer().get("sha256").asText()).isEqualTo(hash);
    }

    @Test
    void whatStandsThereIsNotOverwritten() throws IOException {
        Path zarr = Files.createDirectory(folder.resolve("out.zarr"));
        Files.writeString(zarr.resolve("mine.txt"), "mine");
        assertThat(run("convert", SOURCE, zarr.toString())).isEqualTo(64);
        assertThat(errors()).contains("exists already").contains("delete it");
    }
}
