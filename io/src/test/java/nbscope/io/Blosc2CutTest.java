package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import nbscope.io.internal.blosc2.ArraySave;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After a cut at any step of a change, and within any write of it, the file opens with the content from before or
/// after: here, and in python-blosc2. The header's write of under 512 bytes counts as one, as disks do.
class Blosc2CutTest {
    private static final long[] SHAPE = {40, 60};

    @TempDir
    Path folder;

    private Path original(int seed) throws IOException {
        Path file = folder.resolve("cut.b2nd");
        int[] values = new int[2400];
        Random random = new Random(seed);
        Arrays.setAll(values, i -> random.nextInt(1000));
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), SHAPE, new int[] {16, 32}, new int[] {8, 16})
                .withUserMetadata(Map.of("k", "before"));
        Blosc2.save(file, NdArray.of(values, SHAPE), spec);
        return file.toRealPath();
    }

    @Test
    void assignmentIsWholeOrNotAtAll() throws IOException {
        cut(array -> {
            int[] patch = new int[20 * 30];
            Arrays.setAll(patch, i -> 5000 + i * 31 % 977);
            array.write(new Region(new long[] {5, 10}, new long[] {20, 30}), MemorySegment.ofArray(patch));
        });
    }

    @Test
    void metadataIsWholeOrNotAtAll() throws IOException {
        cut(array -> array.putUserMetadata("k", Map.of("after", List.of(1, 2, 3))));
        cut(array -> array.removeUserMetadata("k"));
    }

    @Test
    void compactingLosesNothing() throws IOException {
        cut(array -> {
            int[] all = new int[2400];
            for (int round = 0; round < 3; round++) {
                int added = round;
                Arrays.setAll(all, i -> 9000 + added + i * 37 % 991);
                array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
            }
        });
    }

    /// Runs a change and the closing of the array, then tries every cut.
    private void cut(Consumer<Blosc2Array> change) throws IOException {
        Path file = original(7);
        byte[] before = Files.readAllBytes(file);
        RecordingDisk disk = new RecordingDisk();
        List<String> allowed = new ArrayList<>();
        allowed.add(content(file));
        try (Blosc2Array array = B2ndFormat.open(file, Mmap.READ_WRITE, Backend.best(), disk)) {
            Blosc2Array watched = (Blosc2Array) java.lang.reflect.Proxy.newProxyInstance(
                    Blosc2Array.class.getClassLoader(), new Class<?>[] {Blosc2Array.class}, (proxy, method, args) -> {
                        Object result = method.invoke(array, args);
                        allowed.add(content(array));
                        return result;
                    });
            change.accept(watched);
        }
        assertThat(content(file)).isEqualTo(allowed.getLast());
        assertThat(folder.toFile().list()).as("left over").containsExactly("cut.b2nd");
        Path trial = folder.resolve("trial.b2nd");
        Path sampled = Files.createDirectories(folder.resolve("sampled"));
        int trials = 0;
        RecordingDisk.State state = new RecordingDisk.State();
        state.files.put(file, before);
        flushedInOrder(disk.steps, file);
        for (RecordingDisk.Step step : disk.steps) {
            boolean sector = step.kind().equals("write") && step.file().equals(file) && step.at() < 512;
            int length = step.bytes().length;
            if (sector) {
                assertThat(step.at() + length).as("the header's write").isLessThan(512);
            }
            int stride = Math.max(1, length / 12);
            for (int part = 0; part < length && !sector; part += stride) {
                RecordingDisk.State torn = new RecordingDisk.State();
                torn.files.putAll(state.files);
                torn.apply(step, part);
                Files.write(trial, torn.files.get(file));
                assertThat(content(trial)).as("%s cut at %d", step.kind(), part).isIn(allowed);
                if (trials++ % 20 == 0) {
                    Files.copy(trial, sampled.resolve(trials + ".b2nd"));
                }
            }
            state.apply(step, length);
            Files.write(trial, state.files.get(file));
            assertThat(content(trial)).as(step.kind()).isIn(allowed);
            Files.copy(trial, sampled.resolve(trials++ + "after.b2nd"));
        }
        pythonReads(sampled, allowed);
        try (var files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a))
                    .filter(f -> !f.equals(folder))
                    .forEach(f -> f.toFile().delete());
        }
    }

    /// A disk may swap writes between two flushes, so the header's is alone between two, and a file is flushed before
    /// it takes a name.
    private static void flushedInOrder(List<RecordingDisk.Step> steps, Path file) {
        for (int i = 1; i < steps.size(); i++) {
            RecordingDisk.Step step = steps.get(i);
            boolean header = step.kind().equals("write") && step.file().equals(file) && step.at() < 512;
            if (header || step.kind().equals("move")) {
                assertThat(steps.get(i - 1).kind()).isEqualTo("force");
            }
            if (header) {
                assertThat(steps.get(i + 1).kind()).isEqualTo("force");
            }
        }
    }

    private static void pythonReads(Path sampled, List<String> allowed) throws IOException {
        try (PythonPeer python = PythonPeer.start();
                var files = Files.list(sampled)) {
            List<String> names = files.map(Path::toString).sorted().toList();
            JsonNode said = python.run("""
                    def content(name, mode):
                        a = blosc2.open(name, mode='r', **mode)
                        return str(a[...].ravel().tolist()).replace(' ', '') + str(sorted(a.schunk.vlmeta.getall().keys()) if hasattr(a.schunk.vlmeta, 'getall') else sorted(a.schunk.vlmeta))
                    result = [[content(n, {}), content(n, {'mmap_mode': 'r'})] for n in names]
                    """, Map.of("names", names));
            List<String> known = allowed.stream().map(Blosc2CutTest::asPython).toList();
            for (int i = 0; i < names.size(); i++) {
                assertThat(said.get(i).get(0).asText()).as(names.get(i)).isIn(known);
                assertThat(said.get(i).get(1).asText()).as(names.get(i)).isIn(known);
            }
        }
    }

    private static String asPython(String content) {
        String values = content.substring(0, content.indexOf(']') + 1).replace(" ", "");
        return values + (content.contains("{k=") ? "['k']" : "[]");
    }

    private static String content(Path file) {
        try (Blosc2Array array = B2ndFormat.open(file, Backend.plain())) {
            return content(array);
        }
    }

    private static String content(Blosc2Array array) {
        int[] out = new int[2400];
        array.read(Region.whole(SHAPE), MemorySegment.ofArray(out));
        return Arrays.toString(out) + array.userMetadata();
    }

    @Test
    void fullDiskLeavesTheArrayAsItWas() throws IOException {
        for (int fail = 0; fail < 6; fail++) {
            Path file = original(3);
            RecordingDisk disk = new RecordingDisk();
            String before = content(file);
            int[] all = new int[2400];
            Arrays.setAll(all, i -> 777 + i * 41 % 983);
            try (Blosc2Array array = B2ndFormat.open(file, Mmap.READ_WRITE, Backend.best(), disk)) {
                disk.failAt = fail;
                boolean failed = false;
                try {
                    array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
                } catch (UncheckedIOException e) {
                    failed = true;
                    assertThat(e).hasMessageContaining("No space left");
                    assertThat(content(array)).isEqualTo(before);
                    assertThat(content(file)).isEqualTo(before);
                    array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
                }
                assertThat(failed).isTrue();
            }
            assertThat(content(file)).contains(Arrays.toString(all));
        }
    }

    @Test
    void fullDiskWhileSavingLeavesNothing() throws IOException {
        Path file = original(4);
        byte[] before = Files.readAllBytes(file);
        Blosc2Spec spec = Blosc2Spec.of(ElementType.of(DType.I32), SHAPE, new int[] {16, 32}, new int[] {8, 16});
        int[] values = new Random(9).ints(2400).toArray();
        for (int fail = 0; fail < 8; fail++) {
            RecordingDisk disk = new RecordingDisk();
            disk.failAt = fail;
            assertThatThrownBy(() -> ArraySave.save(file, NdArray.of(values, SHAPE), spec, Backend.best(), disk))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("No space left")
                    .hasMessageContaining("unchanged");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            assertThat(folder.toFile().list()).containsExactly("cut.b2nd");
        }
    }
}
