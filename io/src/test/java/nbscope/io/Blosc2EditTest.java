package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Changing files in place, in memory, and filling new ones. Expected values: the same assignments to a Java array, and
/// python-blosc2 on the same file.
class Blosc2EditTest {
    private static final long[] SHAPE = {30, 41, 20};
    private static final int COUNT = 30 * 41 * 20;

    @TempDir
    Path folder;

    static Stream<Long> seeds() {
        return Seeds.of(6);
    }

    private Path file(Compression compression) {
        Path file = folder.resolve("edit.b2nd");
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), SHAPE, new int[] {8, 16, 20}, new int[] {4, 8, 10})
                .withCompression(compression)
                .withMetalayers(Map.of("mine", new byte[] {(byte) 0xa1, 'x'}))
                .withUserMetadata(Map.of("k", 1));
        Blosc2.save(file, NdArray.of(new int[COUNT], SHAPE), spec);
        return file;
    }

    private static int[] values(Blosc2Array array) {
        int[] out = new int[COUNT];
        array.read(Region.whole(SHAPE), MemorySegment.ofArray(out));
        return out;
    }

    /// A random box; the same values go to the array and to `model`.
    private static void assign(Blosc2Array array, int[] model, Random random) {
        long[] start = new long[3];
        long[] lengths = new long[3];
        for (int i = 0; i < 3; i++) {
            start[i] = random.nextInt((int) SHAPE[i]);
            lengths[i] = 1L + random.nextInt((int) (SHAPE[i] - start[i]));
        }
        Region region = new Region(start, lengths);
        int[] patch = new int[(int) region.elements()];
        int base = random.nextInt(100);
        Arrays.setAll(patch, i -> base + i % 7);
        array.write(region, MemorySegment.ofArray(patch));
        int k = 0;
        for (long x = start[0]; x < start[0] + lengths[0]; x++) {
            for (long y = start[1]; y < start[1] + lengths[1]; y++) {
                for (long z = start[2]; z < start[2] + lengths[2]; z++) {
                    model[(int) ((x * SHAPE[1] + y) * SHAPE[2] + z)] = patch[k++];
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void assignmentsAreThoseToAnArray(long seed) throws IOException {
        Random random = new Random(seed);
        List<Compression> all = List.of(
                Compression.defaults(),
                Compression.of(Codec.LZ4, 5, Kind.DELTA, Kind.SHUFFLE),
                Compression.of(Codec.BLOSCLZ, 9, Kind.BITSHUFFLE),
                Compression.of(Codec.LZ4HC, 4),
                Compression.of(Codec.ZLIB, 0));
        Path file = file(all.get((int) (seed % all.size())));
        int[] model = new int[COUNT];
        for (int session = 0; session < 3; session++) {
            try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
                for (int i = 0; i < 8; i++) {
                    assign(array, model, random);
                    assertThat(values(array)).isEqualTo(model);
                }
                array.putUserMetadata("session", session);
            }
            try (Blosc2Array array = Blosc2.open(file)) {
                assertThat(values(array)).isEqualTo(model);
                assertThat(array.userMetadata()).containsEntry("k", 1L).containsEntry("session", (long) session);
                assertThat(array.metalayers()).containsKey("mine");
            }
        }
        assertThat(folder.toFile().list()).containsExactly("edit.b2nd");
    }

    @Test
    void pythonAndWeChangeOneFileInTurn() {
        Path file = file(Compression.defaults());
        int[] model = new int[COUNT];
        Random random = new Random(11);
        try (PythonPeer python = PythonPeer.start()) {
            for (int round = 0; round < 4; round++) {
                try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
                    assertThat(values(array)).isEqualTo(model);
                    assign(array, model, random);
                    array.putUserMetadata("ours", round);
                    if (round == 2) {
                        array.removeUserMetadata("theirs");
                    }
                }
                JsonNode said = python.run("""
                        a = blosc2.open(path, mode='a')
                        result = [a[...].ravel().tolist(), a.schunk.vlmeta['ours'], a.schunk.vlmeta['k'],
                            a.schunk.meta['mine'], 'theirs' in a.schunk.vlmeta]
                        a[3:9, 10:30, 5:15] = round + np.arange(6 * 20 * 10).reshape(6, 20, 10) % 11
                        a.schunk.vlmeta['theirs'] = [round, None]
                        """, Map.of("path", file.toString(), "round", round));
                for (int i = 0; i < COUNT; i++) {
                    assertThat(said.get(0).get(i).asInt()).isEqualTo(model[i]);
                }
                assertThat(said.get(1).asInt()).isEqualTo(round);
                assertThat(said.get(2).asInt()).isEqualTo(1);
                assertThat(said.get(3).asText()).isEqualTo("x");
                assertThat(said.get(4).asBoolean()).isEqualTo(round == 1 || round == 3);
                for (int i = 0; i < 6 * 20 * 10; i++) {
                    int x = 3 + i / 200;
                    int y = 10 + i / 10 % 20;
                    int z = 5 + i % 10;
                    model[(x * 41 + y) * 20 + z] = round + i % 11;
                }
            }
        }
    }

    @Test
    void copyOnWriteNeverTouchesTheFile() throws IOException {
        Path file = file(Compression.defaults());
        byte[] before = Files.readAllBytes(file);
        int[] model = new int[COUNT];
        Random random = new Random(5);
        try (Blosc2Array array = Blosc2.open(file, Mmap.COPY_ON_WRITE)) {
            for (int i = 0; i < 20; i++) {
                assign(array, model, random);
                assertThat(values(array)).isEqualTo(model);
            }
            array.putUserMetadata("new", "x");
            array.removeUserMetadata("k");
            assertThat(array.userMetadata()).hasToString("{new=x}");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("edit.b2nd");
    }

    @Test
    void newFileIsZerosAndFillsInAnyOrder() {
        Path file = folder.resolve("new.b2nd");
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), SHAPE, new int[] {8, 16, 20}, new int[] {4, 8, 10});
        int[] model = new int[COUNT];
        Random random = new Random(6);
        try (PythonPeer python = PythonPeer.start()) {
            String sum = "a = blosc2.open(path); result = int(a[...].sum())";
            try (Blosc2Array array = Blosc2.create(file, spec)) {
                assertThat(values(array)).isEqualTo(model);
                assertThat(python.run(sum, Map.of("path", file.toString())).asLong())
                        .isZero();
                for (int i = 0; i < 10; i++) {
                    assign(array, model, random);
                    assertThat(values(array)).isEqualTo(model);
                }
            }
            assertThat(python.run(sum, Map.of("path", file.toString())).asLong())
                    .isEqualTo(Arrays.stream(model).asLongStream().sum());
        }
    }

    @Test
    void fileIsCompactedWhenMostOfItIsDead() throws IOException {
        Path file = file(Compression.of(Codec.ZSTD, 0));
        long before;
        int[] all = new Random(1).ints(COUNT).toArray();
        try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
            array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
        }
        before = Files.size(file);
        try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
            for (int i = 0; i < 5; i++) {
                array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
            }
            assertThat(array.compressedBytes()).isGreaterThan(5L * 4 * COUNT);
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(before);
        try (Blosc2Array array = Blosc2.open(file)) {
            assertThat(values(array)).isEqualTo(all);
        }
    }

    @Test
    void secondWriterIsRefusedAndReadersAreNot() {
        Path file = file(Compression.defaults());
        try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
            assertThatThrownBy(() -> Blosc2.open(file, Mmap.READ_WRITE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("being changed by another");
            assertThatThrownBy(() -> file(Compression.defaults())).isInstanceOf(IllegalStateException.class);
            Blosc2.open(file).close();
            Blosc2.open(file, Mmap.COPY_ON_WRITE).close();
            assertThatThrownBy(() -> Blosc2.open(file, Mmap.READ_WRITE)).isInstanceOf(IllegalStateException.class);
            array.putUserMetadata("x", 1);
        }
        Blosc2.open(file, Mmap.READ_WRITE).close();
    }

    @Test
    void otherProcessIsRefusedWhileWeWrite() throws Exception {
        Path file = file(Compression.defaults());
        Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE);
        try {
            // Reading the file here must not free it for others, as closing a locked file does on POSIX systems.
            NdArray.open(file).close();
            assertThat(openElsewhere(file)).contains("being changed by another array or process");
        } finally {
            array.close();
        }
        assertThat(openElsewhere(file)).contains("opened");
    }

    private static String openElsewhere(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Another process.
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] args) {
            try (Blosc2Array array = Blosc2.open(Path.of(args[0]), Mmap.READ_WRITE)) {
                System.out.println("opened " + array.name());
            }
        }
    }

    @Test
    void mlarrayReadsItsFileAfterWeChangedIt() {
        Path file = folder.resolve("edit.mla");
        try (PythonPeer python = PythonPeer.start()) {
            python.run(
                    "MLArray(np.zeros((20, 30, 40), 'f4'), spacing=[1, 2, 3], meta={'a': [1, 'x']}).save(path)",
                    Map.of("path", file.toString()));
            try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
                float[] ones = new float[10 * 10 * 10];
                Arrays.fill(ones, 1);
                array.write(new Region(new long[] {5, 5, 5}, new long[] {10, 10, 10}), MemorySegment.ofArray(ones));
            }
            JsonNode said = python.run(
                    "m = MLArray.open(path); result = [float(m[...].sum()), list(m.spacing), m.meta.source.data]",
                    Map.of("path", file.toString()));
            assertThat(said).hasToString("[1000.0,[1,2,3],{\"a\":[1,\"x\"]}]");
        }
    }

    @Test
    void misuseGetsASentence() throws IOException {
        Path file = file(Compression.defaults());
        Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE);
        Region inside = new Region(new long[] {0, 0, 0}, new long[] {1, 1, 2});
        MemorySegment two = MemorySegment.ofArray(new int[2]);
        assertThatThrownBy(() -> array.write(new Region(new long[] {29, 0, 0}, new long[] {2, 1, 1}), two))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("does not lie inside");
        assertThatThrownBy(() -> array.write(inside, MemorySegment.ofArray(new int[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 8 bytes, the source has 12");
        assertThatThrownBy(() -> array.putUserMetadata("x".repeat(40), 1)).hasMessageContaining("1 to 31");
        assertThatThrownBy(() -> array.putUserMetadata("x", new Object())).hasMessageContaining("cannot be stored");
        array.write(new Region(new long[] {0, 0, 0}, new long[] {0, 1, 2}), MemorySegment.ofArray(new int[0]));
        array.close();
        array.close();
        assertThatThrownBy(() -> array.write(inside, two))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), new long[] {4}, new int[] {2}, new int[] {1});
        NdArray four = NdArray.of(new int[4], 4);
        assertThatThrownBy(() -> Blosc2.save(folder, four, spec)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> Blosc2.save(folder.resolve("no/x.b2nd"), four, spec))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> Blosc2.save(file, NdArray.of(new int[5], 5), spec))
                .hasMessageContaining("both must be of one shape");
        assertThatThrownBy(() -> Blosc2.create(
                        file, Blosc2Spec.of(ElementType.of(DType.I32), new long[] {4}, new int[] {2}, new int[] {3})))
                .hasMessageContaining("1 <= block <= chunk");
        assertThatThrownBy(() -> Blosc2.create(
                        file,
                        spec.withCompression(
                                Compression.defaults().withFilters(new Compression.Filter(Kind.TRUNC_PREC, 60)))))
                .hasMessageContaining("trunc_prec");
        assertThatThrownBy(() -> Blosc2.create(file, spec.withCompression(Compression.of(Codec.NDLZ, 5))))
                .hasMessageContaining("ndlz is not written");
        assertThat(folder.toFile().list()).containsExactly("edit.b2nd");
    }

    @Test
    void interruptEndsSavingAndAssigning() throws IOException {
        Path file = file(Compression.defaults());
        byte[] before = Files.readAllBytes(file);
        NdArray zeros = NdArray.of(new int[COUNT], SHAPE);
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), SHAPE, new int[] {8, 16, 20}, new int[] {4, 8, 10});
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Blosc2.save(file, zeros, spec)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Blosc2Array array = Blosc2.open(file, Mmap.READ_WRITE)) {
            int[] ones = new int[COUNT];
            Arrays.fill(ones, 1);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> array.write(Region.whole(SHAPE), MemorySegment.ofArray(ones)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("as before");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(values(array)).isEqualTo(new int[COUNT]);
            array.write(Region.whole(SHAPE), MemorySegment.ofArray(ones));
            assertThat(values(array)).isEqualTo(ones);
        }
        assertThat(folder.toFile().list()).containsExactly("edit.b2nd");
    }

    @Test
    void memoryOfOneThreadIsReadByThatThread() {
        Path file = folder.resolve("confined.b2nd");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4L * COUNT);
            memory.setAtIndex(ValueLayout.JAVA_INT, 77, 5);
            NdArray array = NdArray.of(memory, DType.I32, SHAPE);
            Blosc2.save(file, array, new int[] {8, 16, 20}, new int[] {4, 8, 10}, Compression.defaults());
            try (Blosc2Array saved = Blosc2.open(file, Mmap.READ_WRITE)) {
                assertThat(values(saved)[77]).isEqualTo(5);
                saved.write(Region.whole(SHAPE), memory.fill((byte) 1));
                assertThat(values(saved)[77]).isEqualTo(0x01010101);
            }
        }
    }
}
