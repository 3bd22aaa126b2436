package nbscope.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;
import nbscope.io.TilingPreferences.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Partitions, tiling schemes and read ranges against tables of LiberTEM 0.16.
class LibertemVectorsTest {
    private static final JsonNode TABLE = table();

    private static JsonNode table() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("src/test/fixtures/dataset/libertem-vectors.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> partitions() {
        return StreamSupport.stream(TABLE.get("partitions").spliterator(), false);
    }

    static Stream<JsonNode> tilings() {
        return StreamSupport.stream(TABLE.get("tiling").spliterator(), false);
    }

    static Stream<JsonNode> readRanges() {
        return StreamSupport.stream(TABLE.get("read_ranges").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void cutsPartitionsAsLibertem(JsonNode v) {
        Shape shape = shape(v.get("shape"));
        int cores = v.get("cores").intValue();
        int n = BasePartition.usualCount(shape, cores);
        assertThat(n).isEqualTo(v.get("num_partitions").intValue());
        List<Long> borders = new ArrayList<>(List.of(0L));
        for (Slice slice : BasePartition.makeSlices(shape, n)) {
            assertThat(slice.firstFrame()).isEqualTo(borders.getLast());
            borders.add(slice.firstFrame() + slice.frameCount());
        }
        assertThat(borders.stream().mapToLong(b -> b)).containsExactly(boxed(longs(v.get("boundaries"))));
    }

    @ParameterizedTest
    @MethodSource("tilings")
    void negotiatesAsLibertem(JsonNode v) {
        boolean roi = v.get("roi").booleanValue();
        boolean buffered = v.get("backend").textValue().equals("buffered");
        String raw = v.get("raw_dtype").textValue();
        String read = v.get("read_dtype").textValue();
        int[] sig = ints(v.get("dataset_shape"), 2);
        long[] partition = longs(v.get("partition_shape"));
        TilingScheme scheme = Negotiator.libertem()
                .scheme(request(
                        wishes(v.get("udf").textValue()),
                        sig,
                        partition[0],
                        dtype(raw),
                        dtype(read),
                        roi || buffered || !raw.equals(read)));
        assertThat(scheme.depth()).isEqualTo(v.get("tileshape").get(0).intValue());
        assertThat(scheme.tileSig()).isEqualTo(ints(v.get("tileshape"), 1));
        assertThat(scheme.size()).isEqualTo(v.get("num_sig_slices").intValue());
        assertThat(scheme.intent().name().toLowerCase(Locale.ROOT))
                .isEqualTo(v.get("intent").textValue());
    }

    @ParameterizedTest
    @MethodSource("readRanges")
    void makesReadRangesAsLibertem(JsonNode v) {
        int[] sig = ints(v.get("sig"), 0);
        int[] tile = ints(v.get("tileshape"), 1);
        List<DataFile> files = new ArrayList<>();
        for (JsonNode f : v.get("files")) {
            long[] row = longs(f);
            files.add(new DataFile("file", row[0], row[1], row[2]));
        }
        var set = new FileSet(
                files,
                sig[0] * sig[1],
                8 * dtype(v.get("dtype").textValue()).bytes(),
                v.get("frame_header").intValue(),
                v.get("frame_footer").intValue());
        var scheme = new TilingScheme(v.get("tileshape").get(0).intValue(), tile, sig, Method.TILE);
        Roi roi = v.get("roi").isNull() ? null : Roi.of(ints(v.get("roi"), 0));
        ReadRanges ranges = set.readRanges(
                v.get("start").longValue(),
                v.get("stop").longValue(),
                scheme,
                v.get("sync_offset").longValue(),
                roi);
        assertThat(ranges.slices()).isEqualTo(flat(v.get("slices")));
        assertThat(ranges.ranges()).isEqualTo(flat(v.get("ranges")));
        assertThat(ranges.schemeIndex()).isEqualTo(ints(v.get("scheme_idx"), 0));
        assertThat(ranges.entries()).isEqualTo(3);
    }

    static Negotiator.Request request(
            List<TilingPreferences> wishes, int[] sig, long frames, DType raw, DType read, boolean copy) {
        int[] base = {1, sig[1]};
        return new Negotiator.Request(
                wishes,
                sig,
                frames,
                base,
                read.bytes(),
                copy,
                Negotiator.Request.USUAL_IO_BYTES,
                Negotiator.Request.USUAL_SIG_BYTES / raw.bytes(),
                false,
                shape -> shape);
    }

    private static List<TilingPreferences> wishes(String name) {
        return switch (name) {
            case "tile_default" -> List.of(wish(Method.TILE, 32, TilingPreferences.ANY_SIZE));
            case "tile_bestfit" -> List.of(wish(Method.TILE, 32, 1 << 20));
            case "tile_d8_64k" -> List.of(wish(Method.TILE, 8, 65_536));
            case "tile_dmax_1M" -> List.of(wish(Method.TILE, 1_000_000_000, 1 << 20));
            case "frame" -> List.of(wish(Method.FRAME, 32, TilingPreferences.ANY_SIZE));
            case "partition" -> List.of(wish(Method.PARTITION, 32, TilingPreferences.ANY_SIZE));
            case "tile+frame" ->
                List.of(wish(Method.TILE, 32, 1 << 20), wish(Method.FRAME, 32, TilingPreferences.ANY_SIZE));
            default -> throw new IllegalArgumentException(name);
        };
    }

    static TilingPreferences wish(Method method, int depth, long bytes) {
        return new TilingPreferences(method, depth, bytes, EnumSet.of(DType.F32));
    }

    static DType dtype(String numpy) {
        return Stream.of(DType.values())
                .filter(t -> t.numpy().equals(numpy))
                .findFirst()
                .orElseThrow();
    }

    private static Shape shape(JsonNode all) {
        long[] lengths = longs(all);
        return new Shape(new long[] {lengths[0], lengths[1]}, new int[] {(int) lengths[2], (int) lengths[3]});
    }

    private static long[] longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
    }

    private static long[] flat(@Nullable JsonNode node) {
        if (node == null || !node.isArray()) {
            return node == null ? new long[0] : new long[] {node.longValue()};
        }
        return StreamSupport.stream(node.spliterator(), false)
                .flatMapToLong(n -> java.util.Arrays.stream(flat(n)))
                .toArray();
    }

    private static int[] ints(JsonNode list, int from) {
        return StreamSupport.stream(list.spliterator(), false)
                .skip(from)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static Long[] boxed(long[] values) {
        return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
