package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.blosc2.FrameFuzz;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged files end in our own exceptions: no crash of the JVM, no hang, no exhausted memory, no exception of a
/// library or of an array index.
@Timeout(120)
class DamageTest {
    private static final int FLIPS = 100;
    private static final int SMALL = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static Stream<String> files() {
        return Stream.of(
                "npy/fortran_big.npy",
                "npy/version1.npy",
                "npy/version2.npy",
                "npy/version3.npy",
                "b2nd/codec_blosclz_shuffle_u2.b2nd",
                "b2nd/codec_lz4_bitshuffle_f4.b2nd",
                "b2nd/codec_lz4hc_delta_u2.b2nd",
                "b2nd/codec_zlib_shuffle_f4.b2nd",
                "b2nd/codec_zstd_delta_shuffle_u2.b2nd",
                "b2nd/split.b2nd",
                "b2nd/level0.b2nd",
                "b2nd/special_mixed.b2nd",
                "b2nd/special_full.b2nd",
                "b2nd/many_chunks.b2nd",
                "b2nd/stem4d_calibrated.b2nd",
                "b2nd/dict_zstd_i4.b2nd",
                "b2nd/dict_lz4hc_u2.b2nd",
                "b2nd/bytedelta_zstd_f8.b2nd",
                "b2nd/blosc1_zstd_bitshuffle.b2nd",
                "b2nd/special_full_row.b2nd",
                "b2nd/type_titled.b2nd",
                "b2nd/rank16.b2nd",
                "mla/stem4d.mla");
    }

    static Stream<Long> seeds() {
        return Seeds.of(16);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyTruncationIsReportedWithTheFile(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Fixture.path(file));
        Path damaged = folder.resolve("cut" + file.substring(file.lastIndexOf('.')));
        for (int n = 0; n < bytes.length; n += n < 256 ? 7 : 64) {
            Files.write(damaged, Arrays.copyOf(bytes, n));
            assertThat(catchThrowable(() -> readAll(damaged, Backend.best())))
                    .as("%s cut to %d bytes", file, n)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining(damaged.toString());
        }
    }

    @Test
    void everyByteOfASmallFileIsCut() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixture.path("b2nd/codec_small.b2nd"));
        for (int n = 0; n < bytes.length; n++) {
            Path damaged = Files.write(folder.resolve("cut.b2nd"), Arrays.copyOf(bytes, n));
            assertThat(catchThrowable(() -> readAll(damaged, Backend.best())))
                    .as("cut to %d bytes", n)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining(damaged.toString());
        }
    }

    /// Values or our own exception, and both twins of the filters agree.
    @Test
    void everyBitOfASmallFileIsFlipped() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixture.path("b2nd/codec_small.b2nd"));
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            FrameFuzz.fuzzerTestOneInput(flipped);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void flippedBitsGiveDataOrOurOwnException(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> files = files().toList();
        for (int i = 0; i < FLIPS; i++) {
            String file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(Fixture.path(file));
            // Headers and index lie at the two ends: half of the damage goes there.
            int at = random.nextInt(4) < 2
                    ? random.nextInt(bytes.length)
                    : random.nextBoolean() ? random.nextInt(250) : bytes.length - 1 - random.nextInt(250);
            int count = 1 + random.nextInt(4);
            for (int k = at; k < Math.min(at + count, bytes.length); k++) {
                bytes[k] = (byte) random.nextInt();
            }
            Path damaged = folder.resolve("flip" + file.substring(file.lastIndexOf('.')));
            Files.write(damaged, bytes);
            for (Backend backend : List.of(Backend.best(), Backend.plain())) {
                assertOurs(catchThrowable(() -> readAll(damaged, backend)), file, at);
            }
        }
    }

    private static void assertOurs(@Nullable Throwable thrown, String file, int at) {
        if (thrown != null) {
            assertThat(thrown)
                    .as("%s damaged at byte %d", file, at)
                    .isInstanceOfAny(MalformedDataException.class, UnsupportedDataException.class);
        }
    }

    /// The whole, or the last element where the damage made the array huge.
    private static void readAll(Path file, Backend backend) {
        boolean blosc = !file.toString().endsWith(".npy") && startsLikeFrame(file);
        try (NdArray array = blosc ? B2ndFormat.open(file, backend) : NdArray.open(file)) {
            Region region = Region.whole(array.shape());
            if (tooLarge(array)) {
                long[] start = Arrays.stream(array.shape())
                        .map(n -> Math.max(n - 1, 0))
                        .toArray();
                long[] one =
                        Arrays.stream(array.shape()).map(n -> Math.min(n, 1)).toArray();
                region = new Region(start, one);
            }
            Fixture.read(array, region);
        }
    }

    private static boolean tooLarge(NdArray array) {
        double elements = 1;
        for (long n : array.shape()) {
            elements *= n;
        }
        return elements > SMALL;
    }

    private static boolean startsLikeFrame(Path file) {
        try {
            byte[] head = Files.readAllBytes(file);
            return head.length > 10 && head[2] == 'b' && head[3] == '2';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
