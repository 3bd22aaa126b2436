package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class B2ndTest extends FixtureContract {
    /// The vector filters at once, not when they are compiled.
    @Override
    NdArray open(Fixture fixture) {
        return B2ndFormat.open(fixture.path(), Backend.best());
    }

    private static final int THREADS = 8;

    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("b2nd");
    }

    static Stream<Long> seeds() {
        return Seeds.of(3);
    }

    /// 8400 reads for each seed. C-Blosc2 3.3 gives wrong blocks here.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eightThreadsOnOneArrayReadTheSameAsOne(long seed) throws Exception {
        for (String file : List.of(
                "rank4_delta.b2nd",
                "codec_zstd_bitshuffle_u2.b2nd",
                "codec_lz4_shuffle_f4.b2nd",
                "codec_zlib_delta_shuffle_f4.b2nd",
                "dict_zstd_delta.b2nd",
                "dict_lz4_u2.b2nd",
                "sparse.b2nd")) {
            try (NdArray array = NdArray.open(Fixture.path("b2nd/" + file));
                    ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
                byte[] whole = Fixture.read(array, Region.whole(array.shape()));
                NdArray truth = NdArray.of(MemorySegment.ofArray(whole), array.dtype(), array.shape());
                List<Future<?>> readers = new ArrayList<>();
                for (int t = 0; t < THREADS; t++) {
                    long mine = seed * THREADS + t;
                    readers.add(pool.submit(() -> compareRegions(array, truth, new SplittableRandom(mine))));
                }
                for (Future<?> reader : readers) {
                    reader.get();
                }
            }
        }
    }

    private static void compareRegions(NdArray array, NdArray truth, SplittableRandom random) {
        long[] shape = array.shape();
        for (int i = 0; i < 150; i++) {
            long[] start = new long[shape.length];
            long[] length = new long[shape.length];
            for (int k = 0; k < shape.length; k++) {
                start[k] = random.nextLong(shape[k]);
                length[k] = 1 + random.nextLong(shape[k] - start[k]);
            }
            Region region = new Region(start, length);
            assertThat(Fixture.read(array, region)).as("%s", region).isEqualTo(Fixture.read(truth, region));
        }
    }

    @Test
    void bigReadOnManyThreadsEqualsTheReadOfOneThread() {
        try (NdArray array = NdArray.open(DemoDataTest.FOLDER.resolve("focal-series.b2nd"));
                Arena mine = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            Region frame = new Region(new long[] {3, 0, 0, 0, 0}, new long[] {1, 48, 48, 64, 64});
            MemorySegment alone = mine.allocate(frame.elements() * 2);
            MemorySegment together = shared.allocate(frame.elements() * 2);
            array.read(frame, alone);
            array.read(frame, together);
            assertThat(alone.mismatch(together)).isEqualTo(-1);
        }
    }

    @Test
    void interruptEndsABigRead() {
        try (NdArray array = NdArray.open(DemoDataTest.FOLDER.resolve("focal-series.b2nd"));
                Arena arena = Arena.ofShared()) {
            Region whole = Region.whole(array.shape());
            MemorySegment out = arena.allocate(whole.elements() * 2);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> array.read(whole, out)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closeWaitsForReadsAndLaterOnesFail() throws Exception {
        NdArray array = NdArray.open(DemoDataTest.FOLDER.resolve("au-decahedron.b2nd"));
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                readers.add(pool.submit(() -> readUntilClosed(array)));
            }
            Thread.sleep(50);
            array.close();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isNotNegative();
            }
        }
    }

    /// Reads patterns until the array says that it is closed; any other end is a failure.
    private static int readUntilClosed(NdArray array) {
        byte[] pattern = new byte[96 * 96 * 2];
        for (int i = 0; ; i++) {
            try {
                array.read(
                        new Region(new long[] {i % 64, i / 64 % 64, 0, 0}, new long[] {1, 1, 96, 96}),
                        MemorySegment.ofArray(pattern));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("is closed");
                return i;
            }
        }
    }

    @Test
    void calibrationOfAScanIsRead() {
        try (DataSet data = DataSet.open(Fixture.path("b2nd/stem4d_calibrated.b2nd"))) {
            Calibration c = data.calibration();
            assertThat(new double[] {c.mradPerPixel(), c.centreRow(), c.centreCol(), c.scanRotationDegrees()})
                    .containsExactly(2.5, 2.5, 3, -12.5);
            assertThat(data.array().axes().get(2)).isEqualTo(new Axis("det_row", 2.5, "mrad", -6.25));
            assertThat(data.array().axes().get(1)).isEqualTo(new Axis("scan_col", 0.6, "Å", 0));
        }
    }

    @Test
    void defocusNamesTheFrames() {
        try (DataSet data = DataSet.open(Fixture.path("b2nd/stem5d_calibrated.b2nd"))) {
            assertThat(data.calibration().frameLabels()).containsExactly("defocus -30 Å", "defocus 12.5 Å");
            assertThat(data.array().axes().getFirst()).isEqualTo(Axis.pixels("frame"));
        }
    }

    @Test
    void calibrationOfTheWrongKindLeavesItUnknown() {
        try (DataSet data = DataSet.open(Fixture.path("b2nd/stem4d_odd_calibration.b2nd"))) {
            assertThat(data.calibration()).isEqualTo(Calibration.none());
            assertThat(data.array().axes())
                    .extracting(Axis::name)
                    .containsExactly("scan_row", "scan_col", "det_row", "det_col");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"special_zeros.b2nd", "special_nans.b2nd"})
    void oneElementOfAnUnstoredChunkIsRead(String file) {
        try (NdArray array = NdArray.open(Fixture.path("b2nd/" + file))) {
            float[] one = {5};
            array.read(new Region(new long[] {19, 29}, new long[] {1, 1}), MemorySegment.ofArray(one));
            assertThat(one).containsExactly(file.contains("nan") ? Float.NaN : 0);
        }
    }

    @Test
    void regionOutsideTheArrayIsRefused() {
        try (NdArray array = NdArray.open(Fixture.path("b2nd/split.b2nd"))) {
            MemorySegment out = MemorySegment.ofArray(new byte[400]);
            assertThatThrownBy(() -> array.read(new Region(new long[] {90, 0}, new long[] {7, 2}), out))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("[96, 96]");
            assertThat(out.get(ValueLayout.JAVA_BYTE, 0)).isZero();
        }
    }
}
