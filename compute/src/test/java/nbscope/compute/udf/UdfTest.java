package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import nbscope.compute.internal.udf.Pass;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;
import nbscope.io.dataset.Roi;
import org.junit.jupiter.api.Test;

/// What UDFs promise by themselves: lambdas, edges, exactness, merges in any order, values that can be
/// sent.
class UdfTest {
    private static MemoryTiles tiles(DType t, int rows, int cols, int detRows, int detCols, Object array) {
        var bytes = nbscope.compute.internal.udf.PlainArray.segment(array);
        return MemoryTiles.of(t, rows, cols, detRows, detCols, bytes);
    }

    private static MemoryTiles random(DType t, int rows, int cols, int detRows, int detCols) {
        byte[] bytes = new byte[rows * cols * detRows * detCols * t.bytes()];
        var random = new Random(7);
        random.nextBytes(bytes);
        if (t == DType.F32) {
            float[] floats = new float[bytes.length / 4];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) random.nextGaussian(1000, 1);
            }
            return tiles(t, rows, cols, detRows, detCols, floats);
        }
        return MemoryTiles.of(t, rows, cols, detRows, detCols, MemorySegment.ofArray(bytes));
    }

    @Test
    void aLambdaIsEnough() {
        var tiles = tiles(DType.I8, 2, 2, 1, 3, new byte[] {1, 2, 3, -4, 5, 6, 7, 8, 9, 0, 0, -1});
        var runner = UdfRunner.of(tiles);
        var largest = runner.run(
                Udf.perFrame(frame -> Arrays.stream(frame.values()).max().orElse(Double.NaN)));
        assertThat(largest.filled(0)).containsExactly(3, 6, 9, 0);
        var ends = runner.run(Udf.perFrame(2, frame -> new double[] {frame.get(0, 0), frame.get(0, 2)}));
        assertThat(ends.filled(0)).containsExactly(1, -4, 7, 0);
        assertThat(ends.image(1).value(1, 1)).isEqualTo(-1);
        double[] columns = runner.run(Udf.reduce(3, (kept, frame) -> {
            for (int x = 0; x < 3; x++) {
                kept[x] += frame.get(0, x) * (1 + frame.scanRow());
            }
        }));
        assertThat(columns).containsExactly(1 - 4 + 14, 2 + 5 + 16, 3 + 6 + 18 - 2);
        assertThatThrownBy(() -> runner.run(Udf.perFrame(3, frame -> new double[2])))
                .hasMessageContaining("promised 3 numbers and gave 2");
    }

    @Test
    void centresOfEmptyFramesAreNaN() {
        var com = UdfRunner.of(tiles(DType.U8, 1, 2, 1, 2, new byte[] {0, 0, 1, 3}))
                .run(new CenterOfMass());
        assertThat(com.rawComX().value(0, 0)).isNaN();
        assertThat(com.shiftY().value(0, 0)).isNaN();
        assertThat(com.rawComX().value(0, 1)).isEqualTo(0.75);
        assertThat(com.shiftX().value(0, 1)).isEqualTo(-0.25);
    }

    @Test
    void sumsPass32BitsAndStayExact() {
        short[] data = new short[70_000 * 4];
        Arrays.fill(data, (short) -1);
        var runner = UdfRunner.of(tiles(DType.U16, 700, 100, 2, 2, data));
        var sum = new Sum();
        var std = new StdDev();
        var results = runner.run(List.of(sum, std));
        assertThat(results.get(sum).exact(1, 1)).isEqualTo(70_000L * 65_535);
        assertThat(results.get(std).variance().value(0, 1)).isZero();
        assertThat(results.get(std).mean().value(1, 0)).isEqualTo(65_535);
    }

    @Test
    void varianceOfLargeFloatsIsNotLostToCancellation() {
        float[] data = new float[1000];
        for (int i = 0; i < data.length; i++) {
            data[i] = 1e6f + i % 2;
        }
        var std = UdfRunner.of(tiles(DType.F32, 10, 100, 1, 1, data)).run(new StdDev());
        assertThat(std.variance().value(0, 0)).isEqualTo(0.25);
        assertThat(std.frames()).isEqualTo(1000);
    }

    @Test
    void aUdfThatTakesOnlyDoublesGetsThem() {
        Udf<NavValues> picky = new Picky(Set.of(DType.F64));
        var found =
                UdfRunner.of(tiles(DType.U8, 1, 3, 1, 1, new byte[] {1, 2, -1})).run(picky);
        assertThat(found.filled(0)).containsExactly(1, 2, 255);
        Udf<NavValues> floats = new Picky(Set.of(DType.F32));
        var both =
                UdfRunner.of(tiles(DType.U8, 1, 3, 1, 1, new byte[] {1, 2, -1})).run(List.of(picky, floats));
        assertThat(both.get(floats).filled(0)).containsExactly(1, 2, 255);
    }

    private record Picky(Set<DType> types) implements Udf<NavValues> {
        private static final long serialVersionUID = 1L;

        @Override
        public TilingPreferences tiling() {
            return new TilingPreferences(TilingPreferences.Method.FRAME, 1, TilingPreferences.ANY_SIZE, types);
        }

        @Override
        public List<BufferSpec> buffers(UdfMeta meta) {
            assertThat(types).contains(meta.inputType());
            return List.of(BufferSpec.nav("first", DType.F64));
        }

        @Override
        public TileProcessor prepare(UdfMeta meta) {
            return (tile, partial) -> {
                for (int i = 0; i < tile.depth(); i++) {
                    double v = tile.dtype() == DType.F32
                            ? tile.data().get(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED, tile.offset(i))
                            : tile.data().get(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, tile.offset(i));
                    partial.doubles("first")[partial.navOffset(tile, i)] = v;
                }
            };
        }

        @Override
        public NavValues results(ResultBuffers merged) {
            return merged.nav("first");
        }
    }

    @Test
    void partitionsMergeInAnyOrderAfterATrip() throws Exception {
        for (DType t : new DType[] {DType.U16, DType.F32}) {
            List<Udf<?>> udfs =
                    List.of(new Sum(), new SumSig(), new StdDev(), new CenterOfMass(), new RadialFourier(2, 2));
            boolean[] roi = new boolean[33 * 31];
            for (int p = 0; p < roi.length; p++) {
                roi[p] = p % 5 != 2;
            }
            var tiles = random(t, 33, 31, 9, 7);
            var straight = UdfRunner.of(tiles).roi(roi).run(udfs);
            List<Pass.Part> parts = new ArrayList<>();
            List<Udf<?>> sent = new ArrayList<>();
            for (var udf : udfs) {
                sent.add(travelled(udf));
            }
            try (var pass = new Pass(tiles, sent, new Pass.Settings(Roi.of(roi), CorrectionSet.NONE, null), 1)) {
                for (var task : pass.tasks()) {
                    var part = task.run(pass);
                    List<ResultBuffers> buffers = new ArrayList<>();
                    for (var b : part.buffers()) {
                        buffers.add(travelled(b));
                    }
                    parts.add(new Pass.Part(part.from(), part.to(), buffers, part.bytes()));
                }
                Collections.shuffle(parts, new Random(11));
                parts.forEach(pass::merge);
                for (int u = 0; u < udfs.size(); u++) {
                    same(straight.get(u), sent.get(u).results(pass.merged().get(u)), t == DType.U16);
                }
            }
        }
    }

    private static void same(Object a, Object b, boolean exact) {
        switch (a) {
            case nbscope.compute.Image image -> image(image, (nbscope.compute.Image) b, exact);
            case NavValues nav -> assertThat(((NavValues) b).filled(0)).isEqualTo(nav.filled(0));
            case StdDevResult std -> image(std.variance(), ((StdDevResult) b).variance(), exact);
            case CenterOfMassResult com -> image(com.curl(), ((CenterOfMassResult) b).curl(), false);
            case RadialFourierResult radial -> image(radial.real(1, 1), ((RadialFourierResult) b).real(1, 1), false);
            default -> throw new IllegalArgumentException(a.toString());
        }
    }

    private static void image(nbscope.compute.Image a, nbscope.compute.Image b, boolean exact) {
        for (int p = 0; p < a.rows() * a.cols(); p++) {
            double x = a.value(p / a.cols(), p % a.cols());
            double y = b.value(p / a.cols(), p % a.cols());
            if (Double.isNaN(x)) {
                assertThat(y).isNaN();
            } else {
                assertThat(Math.abs(x - y)).isLessThanOrEqualTo(exact ? 0 : 1e-9 * Math.max(1, Math.abs(x)));
            }
        }
    }

    private static <T> T travelled(T value) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T read = (T) in.readObject();
            return read;
        }
    }

    @Test
    void anExcludedPixelWithoutNeighboursIsAnErrorUnlessAllowed() {
        boolean[] all = {true, true};
        var runner = UdfRunner.of(tiles(DType.U8, 1, 1, 1, 2, new byte[] {5, 6}));
        assertThatThrownBy(() ->
                        runner.corrections(new CorrectionSet(null, null, all)).run(new Sum()))
                .hasMessageContaining("excluded pixel 0, 0 has no neighbour");
        var sum = runner.corrections(new CorrectionSet(new float[] {1, 1}, new float[] {2, 2}, all, true))
                .run(new Sum());
        assertThat(sum.value(0, 1)).isEqualTo(10);
    }

    @Test
    void sizesThatDoNotFitAreSaid() {
        var runner = UdfRunner.of(tiles(DType.U8, 1, 2, 1, 2, new byte[4]));
        assertThatThrownBy(() -> runner.roi(new boolean[3])).hasMessageContaining("1 x 2 = 2 positions");
        assertThatThrownBy(() -> runner.run(ApplyMasks.of(new boolean[3]))).hasMessageContaining("1 x 2 = 2 pixels");
        assertThatThrownBy(() -> runner.corrections(new CorrectionSet(new float[5], null, null))
                        .run(new Sum()))
                .hasMessageContaining("\"dark\" has 5 pixels");
    }

    @Test
    void anEmptyRoiGivesNothing() {
        var runner = UdfRunner.of(tiles(DType.U8, 1, 2, 1, 2, new byte[] {1, 2, 3, 4}))
                .roi(new boolean[2]);
        assertThat(runner.run(new SumSig()).filled(0)).containsOnly(Double.NaN);
        assertThat(runner.run(new Sum()).max()).isZero();
        assertThat(runner.run(new Pick())).isEmpty();
    }
}
