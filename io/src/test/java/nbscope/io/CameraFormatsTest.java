package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SEQ, TVIPS, DM3/DM4 and FRMS6, through [DataSet]: the numbers are LiberTEM's (CameraFixture).
class CameraFormatsTest {
    static Stream<CameraFixture> files() {
        return CameraFixture.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void hasLibertemsShapeTypeAndPixels(CameraFixture f) {
        for (String backend : List.of("mmap", "buffered")) {
            try (DataSet data = DataSet.open(f.path(), asked(f).backend(backend))) {
                assertThat(data.shape().nav()).isEqualTo(f.nav());
                assertThat(data.shape().sig()).isEqualTo(f.sig());
                assertThat(data.dtype().numpy()).isEqualTo(f.dtype());
                NdArray array = data.array();
                assertThat(Fixture.sha256(Fixture.read(array, all(array)))).isEqualTo(f.sha256());
            }
        }
    }

    /// SEQ knows no scan; LiberTEM was told one.
    private static DataSetOptions asked(CameraFixture f) {
        return f.file().startsWith("seq") ? DataSetOptions.none().nav(f.nav()) : DataSetOptions.none();
    }

    private static Region all(NdArray array) {
        return new Region(new long[array.shape().length], array.shape());
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsRegionsInsideFrames(CameraFixture f) {
        try (DataSet data = DataSet.open(f.path(), asked(f))) {
            NdArray array = data.array();
            long[] shape = array.shape();
            byte[] whole = Fixture.read(array, all(array));
            var random = new SplittableRandom(f.file().hashCode());
            for (int turn = 0; turn < 12; turn++) {
                long[] start = new long[4];
                long[] lengths = new long[4];
                for (int i = 0; i < 4; i++) {
                    start[i] = random.nextLong(shape[i]);
                    lengths[i] = 1 + random.nextLong(shape[i] - start[i]);
                }
                Region region = new Region(start, lengths);
                assertThat(Fixture.read(array, region))
                        .as(region.toString())
                        .isEqualTo(cut(whole, shape, region, data.dtype().bytes()));
            }
        }
    }

    private static byte[] cut(byte[] whole, long[] shape, Region region, int item) {
        byte[] out = new byte[(int) (region.elements() * item)];
        long[] start = region.start();
        long[] n = region.shape();
        int at = 0;
        for (long a = 0; a < n[0]; a++) {
            for (long b = 0; b < n[1]; b++) {
                for (long c = 0; c < n[2]; c++) {
                    long from = (((start[0] + a) * shape[1] + start[1] + b) * shape[2] + start[2] + c) * shape[3];
                    System.arraycopy(whole, (int) (from + start[3]) * item, out, at, (int) n[3] * item);
                    at += (int) n[3] * item;
                }
            }
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("files")
    void tilesOfPartitionsArePiecesOfTheFrames(CameraFixture f) {
        for (String backend : List.of("mmap", "buffered")) {
            try (DataSet data = DataSet.open(f.path(), asked(f).backend(backend))) {
                NdArray array = data.array();
                double[] expected = doubles(data, Fixture.read(array, all(array)));
                int[] sig = data.shape().sig();
                int frames = (int) data.shape().frames();
                Roi some = Roi.of(
                        IntStream.range(0, frames).filter(i -> i % 3 != 1).toArray());
                for (TilingScheme scheme : List.of(
                        TilingScheme.frames(3, sig),
                        new TilingScheme(2, new int[] {1, sig[1]}, sig, TilingPreferences.Method.TILE),
                        new TilingScheme(frames, new int[] {3, sig[1]}, sig, TilingPreferences.Method.TILE))) {
                    assertThat(tiles(data, scheme, null)).as(scheme.toString()).isEqualTo(expected);
                    double[] seen = tiles(data, scheme, some);
                    int pixels = sig[0] * sig[1];
                    for (int i = 0; i < frames; i++) {
                        double[] frame = Arrays.copyOfRange(seen, i * pixels, (i + 1) * pixels);
                        double[] wanted = Arrays.copyOfRange(expected, i * pixels, (i + 1) * pixels);
                        assertThat(frame).isEqualTo(i % 3 != 1 ? wanted : new double[pixels]);
                    }
                }
            }
        }
    }

    private static double[] doubles(DataSet data, byte[] bytes) {
        double[] out = new double[bytes.length / data.dtype().bytes()];
        Pixels.toDoubles(data.dtype(), MemorySegment.ofArray(bytes), 0, out, 0, out.length);
        return out;
    }

    /// Puts all tiles where they belong; 0 elsewhere.
    private static double[] tiles(DataSet data, TilingScheme scheme, @Nullable Roi roi) {
        int pixels = data.shape().pixels();
        double[] out = new double[(int) data.shape().frames() * pixels];
        for (Partition partition : data.partitions(3)) {
            var request = new TileRequest(scheme, roi, partition.fromIndex(roi), partition.toIndex(roi));
            try (TileCursor cursor =
                    partition.tiles(request, bytes -> Arena.ofAuto().allocate(bytes + DataTile.PADDING, 64))) {
                for (DataTile tile = cursor.next(); tile != null; tile = cursor.next()) {
                    for (int i = 0; i < tile.depth(); i++) {
                        System.arraycopy(
                                tile.values(i), 0, out, tile.position(i) * pixels + tile.firstPixel(), tile.pixels());
                    }
                }
            }
            partition.close();
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("files")
    void syncOffsetsMoveFramesAlongTheScan(CameraFixture f) {
        try (DataSet plain = DataSet.open(f.path(), asked(f).syncOffset(0));
                DataSet later = DataSet.open(f.path(), asked(f).syncOffset(2));
                DataSet earlier = DataSet.open(f.path(), asked(f).syncOffset(-1))) {
            int pixels = plain.shape().pixels();
            int frames = (int) plain.shape().frames();
            double[] at0 = tiles(plain, TilingScheme.frames(2, plain.shape().sig()), null);
            double[] at2 = tiles(later, TilingScheme.frames(2, plain.shape().sig()), null);
            double[] before =
                    tiles(earlier, TilingScheme.frames(2, plain.shape().sig()), null);
            for (int i = 0; i + 2 < frames; i++) {
                assertThat(frame(at2, i, pixels)).isEqualTo(frame(at0, i + 2, pixels));
            }
            assertThat(frame(before, 0, pixels)).containsOnly(0);
            for (int i = 1; i < frames; i++) {
                assertThat(frame(before, i, pixels)).isEqualTo(frame(at0, i - 1, pixels));
            }
        }
    }

    private static double[] frame(double[] all, int number, int pixels) {
        return Arrays.copyOfRange(all, number * pixels, (number + 1) * pixels);
    }

    @ParameterizedTest
    @MethodSource("files")
    void badPixelsAreTheMask(CameraFixture f) {
        try (DataSet data = DataSet.open(f.path(), asked(f))) {
            boolean[] mask = data.maskedPixels();
            List<Integer> expected = f.masked();
            if (expected == null) {
                assertThat(mask).isNull();
                return;
            }
            List<Integer> found = new ArrayList<>();
            for (int i = 0; mask != null && i < mask.length; i++) {
                if (mask[i]) {
                    found.add(i);
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void guessesAreSaid() {
        try (DataSet seq = DataSet.open(fixture("seq/v5_u16.seq"));
                DataSet bad = DataSet.open(fixture("seq/bad.seq"));
                DataSet scan = DataSet.open(fixture("tvips/shifted_000.tvips"));
                DataSet told = DataSet.open(
                        fixture("tvips/shifted_000.tvips"),
                        DataSetOptions.none().nav(5, 4));
                DataSet old = DataSet.open(fixture("dm/scan_f.dm4"));
                DataSet folded = DataSet.open(fixture("frms6/full_001.frms6"))) {
            assertThat(seq.shape().nav()).containsExactly(3, 3);
            assertThat(seq.guesses()).singleElement().asString().contains("3 x 3", "9 frames", "say nav");
            assertThat(bad.guesses())
                    .anyMatch(g -> g.startsWith("bad.seq.dark.mrc is not applied"))
                    .anyMatch(g -> g.startsWith("bad.seq.gain.mrc is not applied"));
            assertThat(String.valueOf(bad.array().header().get("dark_reference")))
                    .endsWith("bad.seq.dark.mrc");
            assertThat(scan.guesses()).anyMatch(g -> g.contains("[3, 5] after 3 frames"));
            assertThat(told.shape().nav()).containsExactly(5, 4);
            assertThat(told.guesses()).noneMatch(g -> g.contains("[3, 5]"));
            assertThat(old.guesses()).anyMatch(g -> g.contains("no tag says in which order"));
            assertThat(folded.guesses())
                    .anyMatch(g -> g.contains("full_000.frms6 are not subtracted"))
                    .anyMatch(g -> g.contains("[2, 3] is STEMImageSize"));
        }
    }

    @Test
    void headersAndUnitsAreKept() {
        try (DataSet seq = DataSet.open(fixture("seq/real12.seq"));
                DataSet tvips = DataSet.open(fixture("tvips/old_000.tvips"));
                DataSet dm = DataSet.open(fixture("dm/scan_c.dm4"));
                DataSet thumbnail = DataSet.open(
                        fixture("dm/scan_c.dm4"), DataSetOptions.none().dataset("0"))) {
            assertThat(seq.array().header().get("bit_depth_real")).isEqualTo(12L);
            assertThat(seq.array().header().get("name")).isEqualTo("Norpix seq");
            assertThat(tvips.calibration().voltageKv()).isEqualTo(200);
            assertThat(dm.calibration().voltageKv()).isEqualTo(300);
            assertThat(dm.calibration().mradPerPixel()).isEqualTo(0.5);
            assertThat(dm.calibration().scanStepAngstrom()).isEqualTo(20);
            assertThat(thumbnail.shape().sig()).containsExactly(4, 4);
        }
    }

    @Test
    void anyFileOfASetOpensAllOfIt() {
        for (String name : List.of("frms6/full.hdr", "frms6/full_000.frms6", "frms6/full_002.frms6")) {
            try (DataSet data = DataSet.open(fixture(name))) {
                assertThat(data.shape().nav()).containsExactly(2, 3);
            }
        }
        try (DataSet data = DataSet.open(fixture("tvips/set_001.tvips"))) {
            assertThat(data.shape().nav()).containsExactly(3, 4);
        }
    }

    private static Path fixture(String name) {
        return CameraFixture.FOLDER.resolve(name);
    }
}
