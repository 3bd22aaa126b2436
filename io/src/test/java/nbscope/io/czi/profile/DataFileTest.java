package nbscope.io.czi.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Paths of the host inside of a container, and the other way round.
class DataFileTest {
    @TempDir
    Path data;

    @Test
    void whatIsThereIsTaken() throws IOException {
        Path file = Files.createFile(data.resolve("a.czi"));
        assertThat(DataFile.find(file, List.of())).isEqualTo(new DataFile(file, null));
    }

    @Test
    void theEndOfAHostsPathIsFoundInTheMountedFolder() throws IOException {
        Path file = Files.createFile(Files.createDirectory(data.resolve("day1")).resolve("a.czi"));
        DataFile found = DataFile.find(Path.of("/well/project/day1/a.czi"), List.of(Path.of("/nowhere"), data));
        assertThat(found.path()).isEqualTo(file);
        assertThat(found.note()).contains("/well/project/day1/a.czi").contains(file.toString());
    }

    @Test
    void whatIsNowhereStaysAsItWasGiven() {
        Path given = Path.of("/well/b.czi");
        assertThat(DataFile.find(given, List.of(data))).isEqualTo(new DataFile(given, null));
    }
}
