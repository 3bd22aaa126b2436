package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Merlin, EMPAD, MRC and BLO files against what LiberTEM, mrcfile or the writer say is in them
/// (fixtures/detector/make_detector.py).
class DetectorFilesTest {
    private static final Path FOLDER = Fixture.path("detector");
    private static final List<String> BACKENDS = List.of("mmap", "buffered");

    static Stream<JsonNode> files() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        new ObjectMapper()
                .readTree(FOLDER.resolve("expected_detector.json").toFile())
                .forEach(all::add);
        return all.stream();
    }

    private static DataSetOptions options(JsonNode expected, String backend) {
        DataSetOptions options =
                DataSetOptions.none().format(expected.get("format").asText()).backend(backend);
        return expected.has("options")
                ? options.nav(longs(expected.get("options").get("nav")))
                : options;
    }

    private static DataSet open(JsonNode expected, DataSetOptions options) {
        return DataSet.open(FOLDER.resolve(expected.get("file").asText()), options);
    }

    private static long[] longs(JsonNode list) {
        long[] out = new long[list.size()];
        Arrays.setAll(out, i -> list.get(i).asLong());
        return out;
    }

    private static byte[] whole(DataSet data) {
        NdArray array = data.array();
        Region all = Region.whole(array.shape());
        MemorySegment out =
                Arena.ofAuto().allocate(all.elements() * data.dtype().bytes());
        array.read(all, out);
        return out.toArray(ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void pixelsAreThoseOfTheReference(JsonNode expected) {
        for (String backend : BACKENDS) {
            try (DataSet data = open(expected, options(expected, backend))) {
                long[] sig = longs(expected.get("sig"));
                assertThat(data.shape().nav()).containsExactly(longs(expected.get("nav")));
                assertThat(data.shape().sig()).containsExactly((int) sig[0], (int) sig[1]);
                assertThat(data.dtype().numpy()).isEqualTo(expected.get("dtype").asText());
                assertThat(Fixture.sha256(whole(data)))
                        .isEqualTo(expected.get("sha256").asText());
                assertThat(data.cacheKey()).contains(expected.get("format").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void contentTellsTheFormat(JsonNode expected) {
        String file = expected.get("file").asText();
        assertThat(Format.of(FOLDER.resolve(file)).id())
                .isEqualTo(expected.get("format").asText());
    }

    @ParameterizedTest
    @MethodSource("files")
    void regionsInsideOfFramesAreReadAlone(JsonNode expected) {
        Random random = new Random(expected.get("file").asText().hashCode());
        for (String backend : BACKENDS) {
            try (DataSet data = open(expected, options(expected, backend))) {
                byte[] whole = whole(data);
                long[] shape = data.array().shape();
                for (int i = 0; i < 10; i++) {
                    long[] start = new long[shape.length];
                    long[] lengths = new long[shape.length];
                    for (int axis = 0; axis < shape.length; axis++) {
                        start[axis] = random.nextLong(shape[axis]);
                        lengths[axis] = 1 + random.nextLong(shape[axis] - start[axis]);
                    }
                    Region region = new Region(start, lengths);
                    int item = data.dtype().bytes();
                    MemorySegment out = Arena.ofAuto().allocate(region.elements() * item);
                    data.array().read(region, out);
                    assertThat(out.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(cut(whole, shape, region, item));
                }
            }
        }
    }

    private static byte[] cut(byte[] whole, long[] shape, Region region, int item) {
        byte[] out = new byte[(int) region.elements() * item];
        for (int k = 0; k < region.elements(); k++) {
            long rest = k;
            long at = 0;
            long step = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += (region.start()[axis] + rest % region.shape()[axis]) * step;
                rest /= region.shape()[axis];
                step *= shape[axis];
            }
            System.arraycopy(whole, (int) at * item, out, k * item, item);
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("files")
    void tilesOfPartitionsAreTheSamePixels(JsonNode expected) {
        Random random = new Random(expected.get("file").asText().hashCode());
        for (String backend : BACKENDS) {
            for (long sync : new long[] {0, 1, -1}) {
                try (DataSet data = open(expected, options(expected, backend));
                        DataSet moved =
                                open(expected, options(expected, backend).syncOffset(sync))) {
                    byte[] whole = whole(data);
                    int frames = (int) data.shape().frames();
                    boolean[] mask = new boolean[frames];
                    for (int i = 0; i < frames; i++) {
                        mask[i] = random.nextBoolean();
                    }
                    for (Roi roi : Arrays.asList(null, Roi.of(mask))) {
                        int rows = 1 + random.nextInt(data.detectorRows());
                        int[] tile = {rows, data.detectorCols()};
                        var scheme = new TilingScheme(
                                1 + random.nextInt(4), tile, data.shape().sig(), TilingPreferences.Method.TILE);
                        byte[] seen = tiles(moved, scheme, roi);
                        assertThat(seen)
                                .as("%s, %s, sync %s", backend, scheme, sync)
                                .isEqualTo(shifted(whole, frames, sync, roi));
                    }
                }
            }
        }
    }

    /// What a scan sees whose first frame is number `sync`; 0 where there is none.
    private static byte[] shifted(byte[] whole, int frames, long sync, @Nullable Roi roi) {
        int frame = whole.length / frames;
        int count = roi == null ? frames : roi.size();
        byte[] out = new byte[count * frame];
        for (int i = 0; i < count; i++) {
            long from = (roi == null ? i : roi.position(i)) + sync;
            if (from >= 0 && from < frames) {
                System.arraycopy(whole, (int) from * frame, out, i * frame, frame);
            }
        }
        return out;
    }

    private static byte[] tiles(DataSet data, TilingScheme scheme, @Nullable Roi roi) {
        return tiles(data, data.partitions(3), scheme, roi);
    }

    private static byte[] tiles(
            DataSet data, List<? extends Partition> partitions, TilingScheme scheme, @Nullable Roi roi) {
        int item = data.dtype().bytes();
        int pixels = data.shape().pixels();
        int count = roi == null ? (int) data.shape().frames() : roi.size();
        MemorySegment out = MemorySegment.ofArray(new byte[count * pixels * item]);
        MemorySegment room = Arena.ofAuto().allocate(1 << 20, 64);
        TileMemory memory = bytes -> room.fill((byte) 0x5A);
        for (Partition partition : partitions) {
            var request = new TileRequest(scheme, roi, partition.fromIndex(roi), partition.toIndex(roi));
            try (TileCursor tiles = partition.tiles(request, memory)) {
                for (DataTile tile = tiles.next(); tile != null; tile = tiles.next()) {
                    for (int i = 0; i < tile.depth(); i++) {
                        long to = ((tile.firstIndex() + i) * (long) pixels + tile.firstPixel()) * item;
                        MemorySegment.copy(tile.data(), tile.offset(i), out, to, (long) tile.pixels() * item);
                    }
                }
            }
        }
        return out.toArray(ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void partitionsTravelToOtherMachines(JsonNode expected) throws IOException, ClassNotFoundException {
        try (DataSet data = open(expected, options(expected, "mmap"))) {
            List<Partition> travelled = new ArrayList<>();
            for (Partition partition : data.partitions(2)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(partition);
                }
                try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                    travelled.add((Partition) in.readObject());
                }
            }
            var scheme = TilingScheme.frames(2, data.shape().sig());
            assertThat(tiles(data, travelled, scheme, null)).isEqualTo(whole(data));
            travelled.forEach(Partition::close);
        }
    }

    @Test
    void whatTheHeadersSayIsKept() {
        try (DataSet blo = DataSet.open(FOLDER.resolve("blo/u1.blo"));
                DataSet mrc = DataSet.open(FOLDER.resolve("mrc/f4_big.mrc"));
                DataSet mib = DataSet.open(FOLDER.resolve("mib/many3.mib"));
                DataSet empad = DataSet.open(FOLDER.resolve("empad/search.xml"))) {
            assertThat(blo.calibration().scanStepAngstrom()).isEqualTo(25);
            assertThat(blo.guesses()).isEmpty();
            assertThat(mrc.array().header().get("voxel_angstrom")).hasToString("[1.5, 2.0, 2.5]");
            assertThat(mrc.guesses()).anyMatch(g -> g.contains("5 frames in a row"));
            assertThat(mib.array().header().get("files")).isEqualTo(3);
            assertThat(mib.guesses()).isEmpty();
            assertThat(empad.guesses()).anyMatch(g -> g.contains("search"));
            assertThat(empad.array().header().get("mode")).isEqualTo("search");
        }
    }
}
