package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random arrays and patches through the real mlarray and python-blosc2, a few hundred for each seed in one
/// call.
class LayoutPeerTest {
    private static final int PER_SEED = 300;

    /// The rules only count; python-blosc2 makes the array, with a place for each chunk.
    private static final double MAX_COUNTED = 1e15;

    private static final double MAX_MADE = 1e11;
    private static final String[] LABELS = {"spatial", "spatial_x", "spatial_z", "channel", "temporal", "phase"};
    private static final String RULE = """
            from mlarray import blosc2_layout_strategies as rules
            from mlarray.meta import _spatial_axis_mask
            result = []
            for shape, item, axes, patch in requests:
                mask = _spatial_axis_mask(axes) if axes else [True] * len(shape)
                full = [192] * sum(mask) if not patch else patch * sum(mask) if len(patch) == 1 else patch
                try:
                    chunks, blocks = getattr(rules, rule)(tuple(shape), tuple(full), mask, item)
                    result.append({'chunks': chunks, 'blocks': blocks})
                except Exception as error:
                    result.append({'error': repr(error)})
            """;
    private static final String AUTO = """
            sizes = blosc2.cpu_info
            if caches:
                sizes.update(l1_data_cache_size=caches[0], l2_cache_size=caches[1], l3_cache_size=caches[2])
            result = []
            for shape, item, axes, patch in requests:
                array = blosc2.empty(shape, dtype=np.dtype(f'V{item}'), cparams={'codec': blosc2.Codec.LZ4HC, 'clevel': 8})
                result.append({'chunks': array.chunks, 'blocks': array.blocks})
            """;

    @RegisterExtension
    private static final PythonPeer python = new PythonPeer();

    static Stream<Long> seeds() {
        return Seeds.of(6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mlarray(long seed) {
        check(LayoutStrategy.MLARRAY, "comp_blosc2_params_spatial_only_magnitude", requests(seed, 6, MAX_COUNTED));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void baseline(long seed) {
        check(LayoutStrategy.MLARRAY_BASELINE, "comp_blosc2_params_baseline", requests(seed, 4, MAX_COUNTED));
    }

    /// The caches of this machine first, then others: Blosc2 reads them once and keeps them in a
    /// dictionary.
    @ParameterizedTest
    @MethodSource("seeds")
    void blosc2Auto(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LayoutRequest> requests = requests(seed, 6, MAX_MADE);
        CacheSizes caches = seed == 0
                ? CacheSizes.ofMachine()
                : new CacheSizes(
                        1L << random.nextInt(14, 18), 1L << random.nextInt(18, 24), 3L << random.nextInt(17, 26));
        JsonNode answers = python.run(
                AUTO,
                Map.of(
                        "requests",
                        requests.stream().map(LayoutPeerTest::json).toList(),
                        "caches",
                        seed == 0 ? List.of() : List.of(caches.l1(), caches.l2(), caches.l3())));
        for (int i = 0; i < requests.size(); i++) {
            LayoutRequest request = requests.get(i).caches(caches);
            same(LayoutStrategy.BLOSC2_AUTO.layout(request), answers.get(i), request);
        }
    }

    private static void check(LayoutStrategy strategy, String rule, List<LayoutRequest> requests) {
        JsonNode answers = python.run(
                RULE,
                Map.of("requests", requests.stream().map(LayoutPeerTest::json).toList(), "rule", rule));
        int refused = 0;
        for (int i = 0; i < requests.size(); i++) {
            LayoutRequest request = requests.get(i);
            ChunkLayout layout = null;
            try {
                layout = strategy.layout(request);
            } catch (IllegalArgumentException e) {
                refused++;
            }
            if (layout == null) {
                assertThat(impossible(answers.get(i)))
                        .as("%s gives %s", request, answers.get(i))
                        .isTrue();
            } else {
                same(layout, answers.get(i), request);
            }
        }
        assertThat(refused).as("of %d requests", requests.size()).isLessThan(requests.size() * 3 / 4);
    }

    /// An error, or chunks smaller than their blocks: the older rule gives such, and Blosc2 refuses them.
    private static boolean impossible(JsonNode answer) {
        int[][] layout = LayoutCases.layout(answer);
        return layout == null
                || IntStream.range(0, layout[0].length).anyMatch(axis -> layout[0][axis] < layout[1][axis]);
    }

    private static void same(ChunkLayout layout, JsonNode answer, LayoutRequest request) {
        int[][] expected = LayoutCases.layout(answer);
        assertThat(expected).as("%s gives %s", request, answer).isNotNull();
        assertThat(layout.chunks()).as("chunks for %s", request).containsExactly(expected[0]);
        assertThat(layout.blocks()).as("blocks for %s", request).containsExactly(expected[1]);
    }

    private static List<Object> json(LayoutRequest request) {
        return List.of(request.shape(), request.itemBytes(), request.axes(), request.patch());
    }

    private static List<LayoutRequest> requests(long seed, int maxRank, double maxBytes) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LayoutRequest> requests = new ArrayList<>();
        int[] items = {1, 1, 2, 2, 4, 4, 8, 16, 3, 7, 300};
        while (requests.size() < PER_SEED) {
            int rank = random.nextInt(1, maxRank + 1);
            long[] shape =
                    random.longs(rank, 1, 3 + (1L << random.nextInt(3, 12))).toArray();
            List<String> axes = random.nextInt(3) > 0
                    ? List.of()
                    : random.ints(rank, 0, LABELS.length)
                            .mapToObj(i -> LABELS[i])
                            .toList();
            int spatial = axes.isEmpty()
                    ? rank
                    : (int) axes.stream().filter(l -> l.startsWith("spatial")).count();
            long[] patch = switch (random.nextInt(4)) {
                case 0 -> new long[0];
                case 1 -> new long[] {random.nextInt(1, 400)};
                case 2 -> random.longs(spatial, 1, 300).toArray();
                default -> random.longs(spatial, 0, 9).map(e -> 1L << e).toArray();
            };
            int item = items[random.nextInt(items.length)];
            double bytes = Arrays.stream(shape).mapToDouble(n -> n).reduce(item, (a, b) -> a * b);
            if (bytes < maxBytes) {
                requests.add(new LayoutRequest(shape, item, axes, patch, LayoutCases.CACHES));
            }
        }
        return requests;
    }
}
