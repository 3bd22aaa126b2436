package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nbscope.compute.Memory;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void walksFromFileToPictureAndLeavesNothingBehind() throws IOException {
        long before = Memory.report().total();
        List<Path> files = leftOvers();
        Rehearsal.run();
        assertThat(Memory.report().total()).isEqualTo(before);
        assertThat(leftOvers()).isEqualTo(files);
    }

    private static List<Path> leftOvers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("nbscope-rehearsal"))
                    .toList();
        }
    }
}
