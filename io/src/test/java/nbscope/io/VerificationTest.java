package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hashes are those of NumPy; damage is made here.
class VerificationTest {
    @RegisterExtension
    private static final PythonPeer python = new PythonPeer();

    private static Verification verify(Path file) {
        try (NdArray array = NdArray.open(file)) {
            return Verification.of(array, Region.whole(array.shape()), done -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npy/f8_big.npy",
                "npy/u2_little.npy",
                "npy/fortran_big.npy",
                "npy/bool.npy",
                "npy/empty.npy",
                "npy/scalar.npy",
                "npy/type_big_c8.npy",
                "npy/type_f2.npy",
                "npy/type_pair.npy",
                "npy/type_big_u7.npy",
                "b2nd/dtype_big_u2_shuffle.b2nd",
                "b2nd/rank5_shuffle.b2nd",
                "b2nd/special_empty3d.b2nd",
                "b2nd/special_mixed.b2nd",
                "b2nd/type_big_c16.b2nd",
                "b2nd/type_s7.b2nd",
                "b2nd/many_chunks.b2nd",
                "b2nd/type_dates.b2nd",
                "mla/volume.mla"
            })
    void hashIsThatOfTheValuesInNumPy(String name) {
        Path file = Fixture.path(name);
        String wanted = python.run(
                        "a = np.load(path) if path.endswith('.npy') else blosc2.open(path)[...]\nresult = sha(a)",
                        Map.of("path", file.toAbsolutePath().toString()))
                .asText();
        Verification found = verify(file);
        assertThat(found.broken()).isEmpty();
        assertThat(found.sha256()).isEqualTo(wanted);
    }

    @Test
    void regionsOfAnArrayOfManyPieces(@TempDir Path folder) {
        Path file = folder.resolve("large.b2nd");
        // 48 MB, so several pieces, and a first axis of chunks that is cut.
        Map<String, Object> arguments = new HashMap<>(Map.of("path", file.toString()));
        var wanted = python.run("""
                a = (np.arange(300 * 400 * 200, dtype='<u4') % 9973).astype('>u2').reshape(300, 400, 200)
                blosc2.asarray(a, urlpath=path, mode='w', chunks=(70, 400, 200), blocks=(7, 40, 200))
                result = [sha(a), sha(a[3:290, 11:398]), sha(a[:, 5:6, 7:9]), sha(a[299:])]
                """, arguments);
        Region[] regions = {
            Region.whole(300, 400, 200),
            new Region(new long[] {3, 11, 0}, new long[] {287, 387, 200}),
            new Region(new long[] {0, 5, 7}, new long[] {300, 1, 2}),
            new Region(new long[] {299, 0, 0}, new long[] {1, 400, 200})
        };
        try (NdArray array = NdArray.open(file)) {
            for (int i = 0; i < regions.length; i++) {
                long[] last = new long[1];
                Verification found = Verification.of(array, regions[i], done -> last[0] = done);
                assertThat(found.sha256()).isEqualTo(wanted.get(i).asText());
                assertThat(last[0]).isEqualTo(found.bytes());
            }
        }
    }

    @Test
    void everyBrokenChunkIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("broken.b2nd");
        var places = python.run("""
                a = np.random.default_rng(7).integers(0, 50, (90, 40), dtype='<u2')
                b = blosc2.asarray(a, urlpath=path, mode='w', chunks=(20, 20), blocks=(10, 20),
                                   cparams={'codec': blosc2.Codec.ZSTD, 'clevel': 5, 'nthreads': 1})
                data = open(path, 'rb').read()
                result = [data.index(b.schunk.get_chunk(i)) for i in range(b.schunk.nchunks)]
                """, Map.of("path", file.toString()));
        byte[] bytes = Files.readAllBytes(file);
        for (int chunk : new int[] {3, 8}) {
            int at = places.get(chunk).asInt();
            // The places of the chunk's blocks.
            for (int i = 32; i < 40; i++) {
                bytes[at + i] = (byte) 0xff;
            }
        }
        Files.write(file, bytes);
        Verification found = verify(file);
        assertThat(found.sha256()).isNull();
        assertThat(found.broken()).extracting(Verification.Broken::chunk).containsExactly(3L, 8L);
        assertThat(found.broken()).allSatisfy(b -> {
            assertThat(b.offset()).isGreaterThan(0);
            assertThat(b.message()).contains("broken.b2nd").contains("expected");
        });
        try (NdArray array = NdArray.open(file)) {
            Region sound = new Region(new long[] {0, 0}, new long[] {20, 40});
            assertThat(Verification.of(array, sound, done -> {}).broken()).isEmpty();
        }
    }

    @Test
    void metadataOnlyHaveNoHash(@TempDir Path folder) {
        Path file = folder.resolve("only.mla");
        python.run("MLArray(meta={'a': 1}).save(path)", Map.of("path", file.toString()));
        Verification found = verify(file);
        assertThat(found.sha256()).isNull();
        assertThat(found.broken()).isEqualTo(List.of());
    }
}
