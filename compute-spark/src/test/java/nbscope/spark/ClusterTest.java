package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real master with two worker processes: what is right in one process may be missing in another one.
@Timeout(120)
class ClusterTest {
    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static SparkExecutor spark;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder, 2);
        spark = SparkExecutor.connect(cluster.master(), cluster.settings());
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.close();
        }

        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void tasksRunInOtherProcesses() throws InterruptedException {
        Set<Long> processes = new TreeSet<>(spark.map(
                i -> {
                    return ProcessHandle.current().pid();
                },
                IntStream.range(0, 40).boxed().toList()));
        assertThat(processes).doesNotContain(ProcessHandle.current().pid()).isNotEmpty();
    }
}
