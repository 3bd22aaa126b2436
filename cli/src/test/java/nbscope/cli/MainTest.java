package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest extends CommandRun {
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
        assertThat(printed())
                .contains("Vector API")
                .contains("Device (default)")
                .contains("OpenCL");
    }
}
