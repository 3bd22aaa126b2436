package nbscope.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A file that someone cuts while it is mapped. Windows does not let that happen.
@EnabledOnOs({OS.LINUX, OS.MAC})
class ShrinkingFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void b2ndThatShrinksWhileItIsOpenIsAnErrorOfOurs() throws IOException {
        readAfterCut(Files.copy(DemoDataTest.FOLDER.resolve("au-decahedron.b2nd"), folder.resolve("a.b2nd")));
    }

    @Test
    void npyThatShrinksWhileItIsOpenIsAnErrorOfOurs() throws IOException {
        byte[] big = new byte[1 << 20];
        byte[] header = Files.readAllBytes(Fixture.path("npy/stem4d.npy"));
        String text = new String(header, 0, 128, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("(3, 4, 5, 6)", "(8,8,64,64) ");
        System.arraycopy(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 0, big, 0, 128);
        readAfterCut(Files.write(folder.resolve("a.npy"), big));
    }

    private static void readAfterCut(Path file) throws IOException {
        try (NdArray array = NdArray.open(file);
                Arena arena = Arena.ofShared()) {
            Region whole = Region.whole(array.shape());
            MemorySegment out = arena.allocate(whole.elements() * array.dtype().bytes());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(8192);
            }
            assertThatThrownBy(() -> array.read(whole, out))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("while");
        }
    }
}
