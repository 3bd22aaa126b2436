package nbscope.io.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.CacheSizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCachesTest {
    @TempDir
    Path cpus;

    @Test
    void readsDataAndUnifiedCaches() throws IOException {
        cache(0, "1", "Instruction", "64K");
        cache(1, "1", "Data", "48K");
        cache(2, "2", "Unified", "2048K");
        cache(3, "3", "Unified", "1G");
        assertThat(SystemCaches.linux(cpus)).isEqualTo(new CacheSizes(48 << 10, 2 << 20, 1 << 30));
    }

    @Test
    void whatIsNotNamedIsUsual() throws IOException {
        assertThat(SystemCaches.linux(cpus)).isEqualTo(CacheSizes.USUAL);
        cache(0, "1", "Data", "128K");
        cache(2, "2", "Unified", "12M");
        assertThat(SystemCaches.linux(cpus)).isEqualTo(new CacheSizes(128 << 10, 12 << 20, CacheSizes.USUAL.l3()));
    }

    private void cache(int index, String level, String type, String size) throws IOException {
        Path folder = Files.createDirectories(cpus.resolve("cpu0/cache/index" + index));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("type"), type + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
    }
}
