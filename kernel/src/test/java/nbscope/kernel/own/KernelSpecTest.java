package nbscope.kernel.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where `kernel install --user` writes. The Linux folders are what `jupyter_core.paths.jupyter_data_dir()` of
/// jupyter_core 5 gave for the same environment.
class KernelSpecTest {
    @Test
    void homeOfTheEnvironmentComesBeforeTheOneOfThePasswordFile() {
        assertThat(linux(Map.of("HOME", "/tmp/home x"))).isEqualTo(Path.of("/tmp/home x/.local/share/jupyter"));
        assertThat(linux(Map.of())).isEqualTo(Path.of("/root/.local/share/jupyter"));
    }

    @Test
    void jupytersOwnVariablesComeBeforeTheHome() {
        assertThat(linux(Map.of("HOME", "/h", "XDG_DATA_HOME", "/x"))).isEqualTo(Path.of("/x/jupyter"));
        assertThat(linux(Map.of("HOME", "/h", "XDG_DATA_HOME", ""))).isEqualTo(Path.of("/h/.local/share/jupyter"));
        assertThat(linux(Map.of("HOME", "/h", "JUPYTER_DATA_DIR", "/j"))).isEqualTo(Path.of("/j"));
    }

    @Test
    void macKeepsItsLibraryFolder() {
        assertThat(KernelSpec.userData(Map.of("HOME", "/Users/a"), "Mac OS X", "/Users/b"))
                .isEqualTo(Path.of("/Users/a/Library/Jupyter"));
    }

    private static Path linux(Map<String, String> environment) {
        return KernelSpec.userData(environment, "Linux", "/root");
    }
}
