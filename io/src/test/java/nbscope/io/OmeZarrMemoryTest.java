package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import nbscope.io.OmeZarrOptions.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory does not grow with the image.
class OmeZarrMemoryTest {
    private static final int SIDE = 8192;

    @TempDir
    Path folder;

    @Test
    void anImageOfTwiceTheHeapIsWritten() throws Exception {
        Path target = folder.resolve("large.zarr");
        ChildJvm child = ChildJvm.run(Writer.class, "-Xmx64m", target.toString());
        assertThat(child.status()).as(child.said()).isZero();
        try (NdArray last = OmeZarr.open(target).level(OmeZarr.open(target).levels() - 1)) {
            assertThat(last.shape()).containsExactly(1, 256, 256);
        }
        // Kilobytes that the process had at most, in all; only Linux says it.
        Optional<String> most =
                child.said().lines().filter(l -> l.startsWith("VmHWM:")).findFirst();
        if (most.isPresent()) {
            assertThat(Integer.parseInt(most.get().replaceAll("[^0-9]", ""))).isLessThan((64 + 512) * 1024);
        }
    }

    /// The process with the small heap.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            OmeZarrOptions options =
                    OmeZarrOptions.defaults().withChunk(256).withShard(2).withCodec(Codec.BLOSC);
            OmeZarr.write(Path.of(arguments[0]), new Sample(DType.U16, 1, SIDE, SIDE), options, done -> {});
            Path status = Path.of("/proc/self/status");
            if (Files.exists(status)) {
                System.out.println(Files.readString(status));
            }
        }
    }
}
