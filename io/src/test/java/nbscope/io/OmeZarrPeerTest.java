package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.io.OmeZarrOptions.Codec;
import nbscope.io.OmeZarrOptions.Ngff;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What zarr-python and ome-zarr find in our images, and what NumPy makes of the levels.
class OmeZarrPeerTest {
    @RegisterExtension
    static final PythonPeer PYTHON = new PythonPeer();

    /// Halves every level as the README says, from what zarr-python reads of level 0.
    private static final String MEANS = """
            import zarr

            def half(a):
                if a.dtype.kind in "iu":
                    v = a.astype(object)
                else:
                    v = a.astype("f8")
                h, w = (a.shape[-2] + 1) // 2, (a.shape[-1] + 1) // 2
                sums = np.zeros(a.shape[:-2] + (h, w), v.dtype)
                count = np.zeros((h, w), int)
                for i in range(2):
                    for j in range(2):
                        part = v[..., i::2, j::2]
                        sums[..., :part.shape[-2], :part.shape[-1]] += part
                        count[:part.shape[-2], :part.shape[-1]] += 1
                if a.dtype.kind in "iu":
                    return ((2 * sums + count) // (2 * count)).astype(a.dtype)
                return (sums / count).astype(a.dtype)

            group = zarr.open_group(path, mode="r")
            levels = [group[str(k)][...] for k in range(count)]
            result = {
                "sha": sha(levels[0]),
                "dtype": levels[0].dtype.str,
                "equal": [bool(np.array_equal(half(a), b)) for a, b in zip(levels, levels[1:])],
                "shapes": [list(a.shape) for a in levels],
                "format": group.metadata.zarr_format,
                "chunks": list(group["0"].chunks),
                "shards": None if group["0"].shards is None else list(group["0"].shards),
            }
            """;

    @TempDir
    Path folder;

    static Stream<OmeZarrOptions> options() {
        Stream<OmeZarrOptions> plain = Stream.of(Ngff.values())
                .flatMap(ngff -> Stream.of(Codec.values())
                        .filter(codec -> ngff == Ngff.V04 || codec != Codec.ZLIB)
                        .map(codec -> new OmeZarrOptions(ngff, 4, 32, 0, codec)));
        Stream<OmeZarrOptions> sharded = Stream.of(Codec.ZSTD, Codec.BLOSC, Codec.RAW)
                .map(codec -> new OmeZarrOptions(Ngff.V05, 4, 32, 2, codec));
        return Stream.concat(plain, sharded);
    }

    private JsonNode means(PlaneSource source, OmeZarrOptions options) {
        Path target = folder.resolve("image.zarr");
        OmeZarr.write(target, source, options, done -> {});
        return PYTHON.run(MEANS, Map.of("path", target.toString(), "count", 4));
    }

    @ParameterizedTest
    @MethodSource("options")
    void zarrPythonReadsEveryCodec(OmeZarrOptions options) {
        Sample sample = new Sample(DType.U16, 2, 167, 203);
        JsonNode seen = means(sample, options);
        assertThat(seen.get("sha").asText()).isEqualTo(Fixture.sha256(sample.all()));
        assertThat(seen.get("equal").toString()).isEqualTo("[true,true,true]");
        assertThat(seen.get("shapes").toString()).isEqualTo("[[2,167,203],[2,84,102],[2,42,51],[2,21,26]]");
        assertThat(seen.get("format").asInt()).isEqualTo(options.ngff() == Ngff.V04 ? 2 : 3);
        assertThat(seen.get("chunks").toString()).isEqualTo("[1,32,32]");
        assertThat(seen.get("shards").toString()).isEqualTo(options.shard() > 0 ? "[1,64,64]" : "null");
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F32", "F64"})
    void meansOfEveryTypeAreNumpys(DType dtype) {
        Sample sample = new Sample(dtype, 1, 99, 70);
        JsonNode seen = means(sample, new OmeZarrOptions(Ngff.V05, 4, 16, 0, Codec.ZSTD));
        assertThat(seen.get("sha").asText()).isEqualTo(Fixture.sha256(sample.all()));
        assertThat(seen.get("dtype").asText()).isEqualTo(ElementType.of(dtype).numpy());
        assertThat(seen.get("equal").toString()).isEqualTo("[true,true,true]");
    }

    @ParameterizedTest
    @MethodSource("options")
    void omeZarrFindsAxesLevelsAndChannels(OmeZarrOptions options) {
        Path target = folder.resolve("ome.zarr");
        OmeZarr.write(target, new Sample(DType.U16, 2, 167, 203), options, done -> {});
        JsonNode seen = PYTHON.run("""
                from ome_zarr.io import parse_url
                from ome_zarr.reader import Reader
                node = next(iter(Reader(parse_url(path))()))
                result = {"shapes": [list(a.shape) for a in node.data], "axes": node.metadata["axes"],
                          "moves": node.metadata["coordinateTransformations"][1],
                          "names": node.metadata["channel_names"], "colours": node.metadata["colormap"],
                          "limits": node.metadata["contrast_limits"],
                          "range": [[int(node.data[-1][c].min()), int(node.data[-1][c].max())] for c in (0, 1)]}
                """, Map.of("path", target.toString()));
        assertThat(seen.get("shapes").size()).isEqualTo(4);
        assertThat(seen.get("axes").toString())
                .isEqualTo("[{\"name\":\"c\",\"type\":\"channel\"},"
                        + "{\"name\":\"y\",\"type\":\"space\",\"unit\":\"micrometer\"},"
                        + "{\"name\":\"x\",\"type\":\"space\",\"unit\":\"micrometer\"}]");
        assertThat(seen.get("moves").toString())
                .isEqualTo("[{\"type\":\"scale\",\"scale\":[1.0,1.0,0.5]},"
                        + "{\"type\":\"translation\",\"translation\":[0.0,10.25,0.125]}]");
        assertThat(seen.get("names").toString()).isEqualTo("[\"DAPI\",\"GFP\"]");
        assertThat(seen.get("colours").toString()).isEqualTo("[[[0,0,0],[0.0,0.0,1.0]],[[0,0,0],[0.0,1.0,0.0]]]");
        assertThat(seen.get("limits")).isEqualTo(seen.get("range"));
        assertThat(List.of(folder.toFile().list())).containsExactly("ome.zarr");
    }
}
