package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The seven ways to use MLArray, each beside the same call of mlarray in Python: values, metadata, chunks and
/// blocks equal there, and a file of at most 1.05 times its size.
class MlArrayPatternsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long[] SHAPE = {32, 96, 100};

    @RegisterExtension
    private static final PythonPeer python = new PythonPeer();

    private static float[] values;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        SplittableRandom random = new SplittableRandom(41);
        values = new float[32 * 96 * 100];
        double smooth = 0;
        for (int i = 0; i < values.length; i++) {
            smooth += random.nextDouble() - 0.5;
            values[i] = Math.round(smooth * 8) / 8f;
        }
        MlArray.of(values, SHAPE).save(folder.resolve("sample.mla"));
        python.run(
                "a = MLArray(path).to_numpy()\nnp.save(path + '.npy', a)\nMLArray(a).save(path + '.py.mla')",
                Map.of("path", folder.resolve("sample.mla").toString()));
    }

    /// Compares a file of ours with what Python makes of the same values by `MLArray(a, ...)`, then
    /// `tail`.
    private static void sameAsPython(Path ours, String arguments) throws IOException {
        Map<String, Object> names = new HashMap<>(Map.of(
                "ours", ours.toString(),
                "theirs", ours + ".py.mla",
                "values", folder.resolve("sample.mla.npy").toString()));
        JsonNode result = python.run("a = np.load(values)\nMLArray(a, " + arguments + ").save(theirs)\n" + """
                out = []
                for path in (ours, theirs):
                    m = MLArray.open(path)
                    b = blosc2.open(path)
                    c = b.schunk.cparams
                    out.append([sha(m.to_numpy()), str(m.dtype), list(m.shape), list(b.chunks), list(b.blocks),
                                m.meta.to_mapping(), int(c.codec.value), c.clevel, [f.value for f in c.filters]])
                result = [out[0] == out[1], out, os.path.getsize(ours) / os.path.getsize(theirs)]
                """, names);
        assertThat(result.get(0).asBoolean()).as(result.get(1).toString()).isTrue();
        assertThat(result.get(2).asDouble()).isLessThanOrEqualTo(1.05);
    }

    private static float[] read(NdArray array, Region region) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4 * region.elements());
            array.readFloat32(region, memory);
            return memory.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @Test
    void defaultLayout() throws IOException {
        Path file = folder.resolve("default.mla");
        MlArray.of(values, SHAPE).save(file);
        sameAsPython(file, "");
    }

    @Test
    void explicitPatch() throws IOException {
        Path file = folder.resolve("patch.mla");
        MlArray.of(values, SHAPE).save(file, MlaOptions.defaults().patch(16, 48, 64));
        sameAsPython(file, "patch_size=(16, 48, 64)");
        MlArray.of(values, SHAPE).save(file, MlaOptions.defaults().patch(24));
        sameAsPython(file, "patch_size=24");
    }

    @Test
    void mappedPatchRead() {
        try (MlArray array = MlArray.open(folder.resolve("sample.mla.py.mla"), Mmap.READ)) {
            Region crop = new Region(new long[] {10, 50, 0}, new long[] {10, 10, 100});
            float[] patch = read(array, crop);
            JsonNode sum = python.run(
                    "result = float(MLArray.open(path)[10:20, 50:60].astype('f8').sum())",
                    Map.of("path", folder.resolve("sample.mla.py.mla").toString()));
            double mine = 0;
            for (float v : patch) {
                mine += v;
            }
            assertThat(mine).isEqualTo(sum.asDouble());
        }
    }

    @Test
    void editInPlace() throws IOException {
        Path file = folder.resolve("edit.mla");
        Files.copy(folder.resolve("sample.mla.py.mla"), file);
        Region crop = new Region(new long[] {10, 50, 0}, new long[] {10, 10, 100});
        try (MlArray array = MlArray.open(file, Mmap.READ_WRITE);
                Arena arena = Arena.ofConfined()) {
            float[] patch = read(array, crop);
            for (int i = 0; i < patch.length; i++) {
                patch[i] *= 5;
            }
            array.write(crop, arena.allocateFrom(ValueLayout.JAVA_FLOAT, patch));
            array.metadata(array.metadata().withExtra(Map.of("edited", true)));
        }
        JsonNode result = python.run(
                """
                a = np.load(values)
                a[10:20, 50:60] *= 5
                m = MLArray.open(path)
                n = MLArray.open(original)
                x, y = m.meta.to_mapping(), n.meta.to_mapping()
                edited = x['extra'].pop('data')
                y['extra'].pop('data')
                result = [bool((m.to_numpy() == a).all()), edited, x == y]
                """,
                Map.of(
                        "path", file.toString(),
                        "original", folder.resolve("sample.mla.py.mla").toString(),
                        "values", folder.resolve("sample.mla.npy").toString()));
        assertThat(result.toString()).isEqualTo("[true,{\"edited\":true},true]");
    }

    @Test
    void streamedWrite() throws IOException {
        Path file = folder.resolve("streamed.mla");
        try (MlArray array = MlArray.create(
                        file,
                        ElementType.of(DType.F32),
                        SHAPE,
                        MlaOptions.defaults().patch(192),
                        MlaMetadata.empty());
                Arena arena = Arena.ofConfined()) {
            int layer = 96 * 100;
            for (int z = 0; z < 32; z += 3) {
                int depth = Math.min(3, 32 - z);
                float[] piece = Arrays.copyOfRange(values, z * layer, (z + depth) * layer);
                array.write(
                        new Region(new long[] {z, 0, 0}, new long[] {depth, 96, 100}),
                        arena.allocateFrom(ValueLayout.JAVA_FLOAT, piece));
            }
        }
        sameAsPython(file, "patch_size=192");
    }

    @Test
    void chunksAndBlocksByHand() throws IOException {
        Path file = folder.resolve("manual.mla");
        try (MlArray image = MlArray.load(folder.resolve("sample.mla"))) {
            image.save(file, MlaOptions.defaults().chunks(1, 128, 64).blocks(1, 32, 32));
        }
        sameAsPython(file, "chunk_size=(1, 128, 64), block_size=(1, 32, 32)");
    }

    @Test
    void whatBlosc2Chooses() throws IOException {
        Path file = folder.resolve("auto.mla");
        try (MlArray image = MlArray.load(folder.resolve("sample.mla"))) {
            image.save(file, MlaOptions.defaults().noPatch());
        }
        sameAsPython(file, "patch_size=None");
    }

    @Test
    void metadataOfAllKinds() throws IOException {
        Path file = folder.resolve("labelled.mla");
        MlaMetadata metadata = MlaMetadata.empty()
                .withAxisLabels("channel", "spatial_y", "spatial_x")
                .withSpacing(0.5, 0.25)
                .withSource(Map.of("voltage_kV", 200, "list", java.util.List.of(1, 2.5, "x")));
        MlArray.of(NdArray.of(values, SHAPE), metadata)
                .save(file, MlaOptions.defaults().patch(48));
        sameAsPython(
                file,
                "axis_labels=['channel', 'spatial_y', 'spatial_x'], spacing=[0.5, 0.25], patch_size=48,"
                        + " meta={'voltage_kV': 200, 'list': [1, 2.5, 'x']}");
    }

    @Test
    void metadataWithoutAnArray() throws IOException {
        Path file = folder.resolve("only.mla");
        MlArray.of(MlaMetadata.empty().withSource(Map.of("a", 1))).save(file);
        JsonNode result = python.run("""
                MLArray(meta={'a': 1}).save(path + '.py.mla')
                m, n = MLArray.open(path), MLArray.open(path + '.py.mla')
                result = [m.meta.to_mapping() == n.meta.to_mapping(), m.shape, m.affine]
                """, Map.of("path", file.toString()));
        assertThat(result.toString()).isEqualTo("[true,null,null]");
        try (MlArray array = MlArray.open(file)) {
            assertThat(array.hasArray()).isFalse();
            assertThat(array.metadata().source()).isEqualTo(Map.of("a", 1L));
        }
    }

    @Test
    void aFileOfPythonSavedAgainKeepsEverything() throws IOException {
        Path file = folder.resolve("foreign.mla");
        python.run("""
                a = np.arange(1000, dtype='>u2').reshape(10, 100)
                m = MLArray(a, spacing=[1.5, 2], meta={'big': 1 << 70, 't': (1, 2)}, patch_size=30,
                            cparams={'codec': blosc2.Codec.ZSTD, 'clevel': 3})
                m._store.schunk.vlmeta['more'] = {'x': [1, 2]}
                m.save(path)
                """, Map.of("path", file.toString()));
        Path again = folder.resolve("again.mla");
        try (MlArray array = MlArray.open(file)) {
            array.save(again);
        }
        JsonNode result = python.run("""
                m, n = MLArray.open(path), MLArray.open(again)
                b, c = blosc2.open(path), blosc2.open(again)
                result = [m.meta.to_mapping() == n.meta.to_mapping(), sha(m.to_numpy()) == sha(n.to_numpy()),
                          b.chunks == c.chunks, b.blocks == c.blocks, c.schunk.cparams.codec.value,
                          c.schunk.cparams.clevel, c.schunk.vlmeta['more'], n.dtype.str]
                """, Map.of("path", file.toString(), "again", again.toString()));
        assertThat(result).isEqualTo(JSON.readTree("[true,true,true,true,5,3,{\"x\":[1,2]},\">u2\"]"));
    }
}
