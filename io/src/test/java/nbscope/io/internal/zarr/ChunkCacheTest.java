package nbscope.io.internal.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkCacheTest {
    @TempDir
    Path folder;

    private static byte[] chunk(int bytes) {
        return new byte[bytes];
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        ChunkCache cache = new ChunkCache(100);
        byte[] a = cache.get(new long[] {0, 1}, () -> chunk(40));
        byte[] b = cache.get(new long[] {1, 0}, () -> chunk(40));
        assertThat(cache.get(new long[] {0, 1}, () -> chunk(1))).isSameAs(a);
        cache.get(new long[] {1, 1}, () -> chunk(40));
        assertThat(cache.get(new long[] {0, 1}, () -> chunk(1))).isSameAs(a);
        assertThat(cache.get(new long[] {1, 0}, () -> chunk(40))).isNotSameAs(b);
        cache.clear();
        assertThat(cache.get(new long[] {1, 1}, () -> chunk(7))).hasSize(7);
    }

    @Test
    void neitherTooLargeNorMissingChunksAreKept() {
        ChunkCache cache = new ChunkCache(100);
        cache.get(new long[] {0}, () -> chunk(101));
        assertThat(cache.get(new long[] {0}, () -> chunk(3))).hasSize(3);
        assertThat(cache.get(new long[] {1}, () -> null)).isNull();
        assertThat(cache.get(new long[] {1}, () -> chunk(3))).hasSize(3);
        assertThat(cache.takes(5, 10)).isTrue();
        assertThat(cache.takes(6, 10)).isFalse();
    }

    @Test
    void smallReadsOfOneChunkDecodeItOnce() throws Exception {
        Files.writeString(folder.resolve(".zarray"), """
                {"zarr_format": 2, "shape": [2, 3], "chunks": [2, 3], "dtype": "|u1", "compressor": null,
                "fill_value": 0, "order": "C", "filters": null}""");
        Files.write(folder.resolve("0.0"), new byte[] {1, 2, 3, 4, 5, 6});
        try (NdArray array = NdArray.open(folder)) {
            byte[] out = new byte[1];
            array.read(new Region(new long[] {0, 1}, new long[] {1, 1}), MemorySegment.ofArray(out));
            assertThat(out).containsExactly(2);
            Files.delete(folder.resolve("0.0"));
            array.read(new Region(new long[] {1, 2}, new long[] {1, 1}), MemorySegment.ofArray(out));
            assertThat(out).containsExactly(6);
        }
    }
}
