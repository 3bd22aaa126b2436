package nbscope.compute.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root = Path.of(".");

    @BeforeEach
    void groups() throws IOException {
        write("proc/self/cgroup", "0::/user/session\n");
        write("sys/fs/cgroup/user/session/memory.max", "max\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    @Test
    void withoutALimitItIsSixTenthsOfTheMemory() {
        assertThat(MachineMemory.defaultBudget(root, 10 * GIB)).isEqualTo(6 * GIB);
    }

    @Test
    void aLimitOnTheGroupAboveBindsToo() throws IOException {
        write("sys/fs/cgroup/user/memory.max", 5 * GIB + "\n");
        assertThat(MachineMemory.defaultBudget(root, 10 * GIB)).isEqualTo(4 * GIB);
    }

    @Test
    void theOldCgroupsFileCounts() throws IOException {
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", 5 * GIB + "\n");
        assertThat(MachineMemory.defaultBudget(root, 10 * GIB)).isEqualTo(4 * GIB);
    }

    @Test
    void aLimitAboveTheMemoryIsNone() throws IOException {
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(MachineMemory.defaultBudget(root, 10 * GIB)).isEqualTo(6 * GIB);
    }

    @Test
    void unreadableFilesAreNoLimit() throws IOException {
        write("sys/fs/cgroup/memory.max", "nonsense");
        write("proc/self/cgroup", "garbage");
        assertThat(MachineMemory.defaultBudget(root, 10 * GIB)).isEqualTo(6 * GIB);
    }
}
