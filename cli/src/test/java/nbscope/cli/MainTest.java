package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Main.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void unknownCommandNamesTheKnownOnes() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(errors()).contains("doctor").contains("kernel install");
    }

    @Test
    void kernelInstallSaysWhichOptionIsMissing() {
        assertThat(run("kernel", "install", "--user")).isEqualTo(2);
        assertThat(errors()).contains("--lib FOLDER");
    }

    @Test
    void kernelInstallWithoutJarsIsASentence(@TempDir Path folder) throws Exception {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        String java = System.getProperty("java.home");
        int code = run("kernel", "install", "--prefix", folder.toString(), "--lib", lib.toString(), "--java", java);
        assertThat(code).isEqualTo(1);
        assertThat(errors()).contains("found no jar").doesNotContain("\tat ");
        assertThat(folder.resolve("share")).doesNotExist();
    }

    @Test
    void doctorListsTheDevices() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Vector API")
                .contains("Device (default)")
                .contains("OpenCL");
    }
}
