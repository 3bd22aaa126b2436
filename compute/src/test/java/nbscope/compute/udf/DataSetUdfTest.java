package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.NotSerializableException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import nbscope.compute.DeviceStack;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.NdArray;
import nbscope.io.dataset.Negotiator;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// UDFs over files equal those over the same data in memory, by whatever way the tiles come.
class DataSetUdfTest {
    private static final int ROWS = 17;
    private static final int COLS = 13;
    private static final int SIDE = 24;

    @TempDir
    Path folder;

    private final short[] pixels = new short[ROWS * COLS * SIDE * SIDE];
    private DataSet inMemory;

    @BeforeEach
    void fill() {
        Random random = new Random(20261122);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) random.nextInt(1 << 16);
        }
        inMemory = DataSet.of(NdArray.of(pixels, nbscope.io.DType.U16, ROWS, COLS, SIDE, SIDE), 2);
    }

    private Path write(ByteOrder order, int header, int footer) throws IOException {
        int frame = SIDE * SIDE;
        ByteBuffer bytes =
                ByteBuffer.allocate(ROWS * COLS * (header + 2 * frame + footer)).order(order);
        for (int f = 0; f < ROWS * COLS; f++) {
            bytes.position(bytes.position() + header);
            for (int p = 0; p < frame; p++) {
                bytes.putShort(pixels[f * frame + p]);
            }
            bytes.position(bytes.position() + footer);
        }
        return Files.write(folder.resolve("frames-" + order + header + ".raw"), bytes.array());
    }

    private static DataSetOptions raw() {
        return DataSetOptions.none()
                .format("raw")
                .nav(ROWS, COLS)
                .sig(SIDE, SIDE)
                .dtype("<u2");
    }

    private void same(DataSet data, UdfRunner runner, boolean @Nullable [] roi) {
        List<Udf<?>> udfs = List.of(new Sum(), new SumSig(), new CenterOfMass(), new StdDev());
        UdfRunner expected = UdfRunner.of(inMemory);
        if (roi != null) {
            expected = expected.roi(roi);
            runner = runner.roi(roi);
        }
        for (int times = 0; times < 2; times++) {
            UdfResults a = expected.run(udfs);
            UdfResults b = runner.run(udfs);
            var sum = (nbscope.compute.Image) a.get(0);
            var other = (nbscope.compute.Image) b.get(0);
            for (int p = 0; p < SIDE * SIDE; p++) {
                assertThat(other.exact(p / SIDE, p % SIDE)).isEqualTo(sum.exact(p / SIDE, p % SIDE));
            }
            assertThat(((NavValues) b.get(1)).filled(0)).isEqualTo(((NavValues) a.get(1)).filled(0));
            var std = (StdDevResult) a.get(3);
            var otherStd = (StdDevResult) b.get(3);
            assertThat(otherStd.std().value(3, 4)).isEqualTo(std.std().value(3, 4));
        }
        assertThat(data.name()).isNotEmpty();
    }

    private static boolean[] roi() {
        boolean[] roi = new boolean[ROWS * COLS];
        Random random = new Random(7);
        for (int p = 0; p < roi.length; p++) {
            roi[p] = random.nextInt(3) == 0;
        }
        return roi;
    }

    @Test
    void everyWayGivesTheSameNumbers() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int header : new int[] {0, 20}) {
                Path file = write(order, header, header / 4);
                for (String backend : List.of("mmap", "buffered")) {
                    var options = raw().backend(backend)
                            .dtype(order == ByteOrder.BIG_ENDIAN ? ">u2" : "<u2")
                            .frameHeader(header)
                            .frameFooter(header / 4);
                    try (DataSet data = DataSet.open(file, options)) {
                        same(data, UdfRunner.of(data), null);
                        same(data, UdfRunner.of(data), roi());
                        same(data, UdfRunner.of(data).negotiator(Negotiator.libertem()), roi());
                    }
                }
            }
        }
    }

    @Test
    void aStackLoadsFromFrames() throws IOException {
        try (DataSet data = DataSet.open(
                        write(ByteOrder.BIG_ENDIAN, 20, 0), raw().dtype(">u2").frameHeader(20));
                DeviceStack stack = DeviceStack.load(data)) {
            assertThat(stack.pattern(16, 12).exact(23, 23)).isEqualTo((long) (pixels[pixels.length - 1] & 0xffff));
        }
    }

    @Test
    void syncOffsetMovesTheScan() throws IOException {
        Path file = write(ByteOrder.LITTLE_ENDIAN, 0, 0);
        double[] all = UdfRunner.of(inMemory).run(new SumSig()).filled(0);
        for (int offset : new int[] {-5, 3}) {
            try (DataSet data = DataSet.open(file, raw().syncOffset(offset))) {
                double[] moved = UdfRunner.of(data).run(new SumSig()).filled(0);
                for (int p = 0; p < all.length; p++) {
                    int from = p + offset;
                    assertThat(moved[p]).isEqualTo(from < 0 || from >= all.length ? 0 : all[from]);
                }
            }
        }
    }

    @Test
    void partitionsTravel() throws Exception {
        List<Partition> sent = new ArrayList<>();
        try (DataSet data = DataSet.open(
                write(ByteOrder.BIG_ENDIAN, 20, 0), raw().dtype(">u2").frameHeader(20))) {
            for (Partition partition : data.partitions(3)) {
                sent.add(TravellingExecutor.travelled(partition));
            }
        }
        assertThat(sent).hasSize(3);
        var scheme = TilingScheme.frames(8, new int[] {SIDE, SIDE});
        for (Partition partition : sent) {
            var request = new TileRequest(scheme, null, partition.fromIndex(null), partition.toIndex(null));
            try (var arena = Arena.ofConfined();
                    var tiles = partition.tiles(request, bytes -> arena.allocate(bytes + 64))) {
                var tile = tiles.next();
                assertThat(tile).isNotNull();
                int at = tile.position(0) * SIDE * SIDE;
                assertThat(tile.value(0, 5)).isEqualTo(pixels[at + 5] & 0xffff);
            }
            partition.close();
        }
    }

    @Test
    void aFileThatEndsEarlyIsNamed() throws IOException {
        Path file = write(ByteOrder.LITTLE_ENDIAN, 0, 0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> DataSet.open(file, raw()))
                .isInstanceOf(nbscope.io.MalformedDataException.class)
                .hasMessageContaining("220 whole frames")
                .hasMessageContaining("221 frames");
    }

    @Test
    void workersElsewhereGiveTheSameNumbers() throws IOException {
        Path file = write(ByteOrder.BIG_ENDIAN, 20, 0);
        var options = raw().dtype(">u2").frameHeader(20);
        var elsewhere = new TravellingExecutor();
        try (DataSet data = DataSet.open(file, options, elsewhere)) {
            same(data, UdfRunner.of(data).executor(elsewhere), null);
            same(data, UdfRunner.of(data).executor(elsewhere), roi());
            float[] dark = new float[SIDE * SIDE];
            java.util.Arrays.fill(dark, 2);
            var corrections = new CorrectionSet(dark, null, null);
            double[] here = UdfRunner.of(data)
                    .corrections(corrections)
                    .run(new SumSig())
                    .filled(0);
            double[] there = UdfRunner.of(data)
                    .corrections(corrections)
                    .executor(elsewhere)
                    .run(new SumSig())
                    .filled(0);
            assertThat(there).isEqualTo(here);
        }
    }

    @Test
    void aStackDoesNotTravel() {
        try (DeviceStack stack = DeviceStack.load(inMemory)) {
            var block = stack.tiles(0).blocks(null, 1).getFirst();
            assertThatThrownBy(() -> TravellingExecutor.travelled(block))
                    .hasCauseInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("UdfRunner.of(DataSet.open(path))");
        }
    }
}
