package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.mla.MlaPickle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Metadata written by mlarray, read and written again by us, and read by mlarray: equal there. And the other way
/// round.
class MlaMetadataPeerTest {
    @RegisterExtension
    private static final PythonPeer python = new PythonPeer();

    private static final String BYTES = "import base64, gzip, pickle\n";

    private static byte[] fromPython(String dict) {
        JsonNode zipped = python.run(
                BYTES + "result = base64.b64encode(gzip.compress(pickle.dumps(" + dict + ", protocol=5))).decode()",
                Map.of());
        return Base64.getDecoder().decode(zipped.asText());
    }

    private static MlaMetadata read(byte[] zipped) {
        return MlaMetadata.of(MlaPickle.read(zipped, "test", -1));
    }

    private static String written(MlaMetadata metadata) {
        return Base64.getEncoder().encodeToString(MlaPickle.write(metadata.toMap()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'source': {'data': {'a': 1, 'b': [1, (2, 3)], 'c': ((), [], {})}}}",
                "{'extra': {'big': 1 << 80, 'neg': -(1 << 70), 'edge': [2**63 - 1, -2**63, 2**63, 255, 256, -1, 2**31]}}",
                "{'extra': {'n': 1 << 4000}}",
                "{'spatial': {'spacing': [np.float64(1.25), 1, 2.5], 'future': 7}, 'mine': {'note': b'abc', 'none': None}}",
                "{'mine': [np.float32(0.1), np.uint64(2**64 - 1), np.int8(-3), np.bool_(True), np.str_('aé\\U0001f600')]}",
                "{'mine': [float('inf'), -0.0, 5e-324, np.float16(1.5), '', 'x' * 300, b'y' * 300, 'lone \\ud800 surrogate']}",
                "{'source': {'data': {1: 'a', 2.5: 'b', None: 'c', False: 'd', 'e': 'f'}}}",
                "{'is_seg': True, '_has_array': False, '_mlarray_version': 'v0', '_image_meta_format': 'nifti'}",
                "{'bbox': {'bboxes': [[[0, 1], [2.5, 3]]], 'scores': [0.5], 'labels': ['cell']}, 'stats': {'min': 0, 'max': 1.5}}",
                "(lambda m: (m.to_mapping()))(MLArray(np.zeros((2, 3, 4), 'u2'), spacing=[1, 2, 3], meta={'k': (1, 2)}).meta)",
                "MLArray(np.zeros((2, 3, 4), 'u2'), axis_labels=['channel', 'spatial_y', 'spatial_x'], patch_size=8).meta.to_mapping()",
                "(lambda x: {'source': {'data': {'a': x, 'b': x, 'c': [x, x]}}})([1, 2])"
            })
    void whatPythonWroteSurvivesOurReadingAndWriting(String dict) {
        String ours = written(read(fromPython(dict)));
        JsonNode same = python.run(
                BYTES + "theirs = " + dict + "\nours = pickle.loads(gzip.decompress(base64.b64decode(zipped)))\n"
                        + "result = [ours == theirs, repr(ours), repr(theirs), [type(v).__name__ for v in ours.get('mine', [])]]",
                Map.of("zipped", ours));
        assertThat(same.get(0).asBoolean()).as(same.toString()).isTrue();
    }

    @Test
    void nanSurvives() {
        MlaMetadata metadata = read(fromPython("{'stats': {'mean': float('nan')}}"));
        assertThat(metadata.statistics()).containsEntry("mean", Double.NaN);
        JsonNode text = python.run(
                BYTES + "result = repr(pickle.loads(gzip.decompress(base64.b64decode(zipped))))",
                Map.of("zipped", written(metadata)));
        assertThat(text.asText()).isEqualTo("{'stats': {'mean': nan}}");
    }

    @Test
    void metadataMadeHereEqualThoseMadeByMlarray() {
        MlaMetadata ours = MlaMetadata.empty()
                .withAxisLabels("channel", "spatial_z", "spatial_y", "spatial_x")
                .withAxisUnits("", "nm", "nm", "nm")
                .withSpacing(2, 0.5, 0.5)
                .withOrigin(1, 2, 3)
                .withDirection(new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}})
                .withCoordinateSystem("LPS+")
                .withStatistic("percentile_min_key", 0.05)
                .withBoxes(new double[][][] {{{0, 1}, {2, 3}, {4, 5}}}, new double[] {0.75}, List.of("cell"))
                .withSegmentation(true)
                .withSource(Map.of("voltage_kV", 200))
                .withExtra(Map.of("note", Arrays.asList(1, null, "x", BigInteger.ONE.shiftLeft(70))));
        JsonNode same = python.run(BYTES + """
                from mlarray.meta import Meta
                m = MLArray(meta={'voltage_kV': 200}, spacing=[2, 0.5, 0.5], origin=[1, 2, 3],
                            direction=[[1, 0, 0], [0, 0, 1], [0, 1, 0]],
                            axis_labels=['channel', 'spatial_z', 'spatial_y', 'spatial_x']).meta
                m.spatial.axis_units = ['', 'nm', 'nm', 'nm']
                m.spatial.coord_system = 'LPS+'
                m.stats.percentile_min_key = 0.05
                m.bbox.bboxes, m.bbox.scores, m.bbox.labels = [[[0, 1], [2, 3], [4, 5]]], [0.75], ['cell']
                m.is_seg = True
                m.extra = {'note': [1, None, 'x', 1 << 70]}
                ours = pickle.loads(gzip.decompress(base64.b64decode(zipped)))
                theirs = m.to_mapping()
                ok = Meta.from_mapping(ours).to_mapping() == Meta.from_mapping(theirs).to_mapping()
                result = [ok and list(ours) == list(theirs), repr(ours), repr(theirs)]
                """, Map.of("zipped", written(ours)));
        assertThat(same.get(0).asBoolean()).as(same.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spacing=[2.0, 0.5, 0.25], origin=[1, -2, 3]",
                "affine=[[0, 2.0, 0.5, 5], [1.5, 0.25, 0, 6], [0, 0, 3.0, 7], [0, 0, 0, 1]]",
                "direction=[[0, 1, 0], [1, 0, 0], [0, 0, -1]], spacing=[1, 2, 4]",
                ""
            })
    void partsOfTheAffineAreThoseOfMlarray(String arguments) {
        JsonNode theirs = python.run(
                BYTES + "m = MLArray(np.zeros((2, 3, 4), 'u1'), " + arguments + ")\n"
                        + "z = base64.b64encode(gzip.compress(pickle.dumps(m.meta.to_mapping(), protocol=5))).decode()\n"
                        + "result = [z, m.affine, m.translation, m.scale, m.rotation, m.shear]",
                Map.of());
        MlaGeometry ours =
                read(Base64.getDecoder().decode(theirs.get(0).asText())).geometry(3);
        double[][][] all = {
            ours.affine(), {ours.translation()}, {ours.scale()}, ours.rotation(), ours.shear(),
        };
        for (int i = 0; i < all.length; i++) {
            JsonNode wanted = theirs.get(i + 1);
            for (int r = 0; r < all[i].length; r++) {
                JsonNode row = wanted.get(0).isArray() ? wanted.get(r) : wanted;
                for (int c = 0; c < all[i][r].length; c++) {
                    assertThat(all[i][r][c])
                            .isCloseTo(row.get(c).asDouble(), org.assertj.core.data.Offset.offset(1e-12));
                }
            }
        }
    }
}
