package nbscope.compute;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import nbscope.io.DataSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A folder into which a thread writes acquisitions as detectors, copies and renames leave them.
class LiveSeriesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path source;

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("../io/src/test/fixtures/hdf5/files.zip"));
                var zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().startsWith("arina/")) {
                    Files.write(
                            source.resolve(String.valueOf(Path.of(e.getName()).getFileName())), zip.readAllBytes());
                }
            }
        }
    }

    static Stream<Long> seeds() {
        Long one = Long.getLong("tests.seed");
        return one != null ? Stream.of(one) : Stream.of(1L, 2L, 3L, 4L, 5L, 6L);
    }

    private ArinaWatch watch() {
        return Arina.watch(folder)
                .with(a -> a.scan(3, 4).device(Device.java()))
                .times(Duration.ofMillis(20), Duration.ofMillis(60), LONG);
    }

    /// A file of the acquisition `name`, three letters, in bytes: that of the fixture, which links to
    /// files by other names.
    private byte[] bytes(String file, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(source.resolve("run_" + file));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace("run_data", name + "_data").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final List<String> FILES =
            List.of("master.h5", "data_000001.h5", "data_000002.h5", "data_000003.h5");

    private void write(String name) throws IOException {
        for (String file : FILES) {
            Files.write(folder.resolve(name + "_" + file), bytes(file, name));
        }
    }

    private static void isTheFixture(DeviceStack stack, DeviceStack expected) {
        for (int p = 0; p < 12; p++) {
            Image found = stack.pattern(p / 4, p % 4);
            Image wanted = expected.pattern(p / 4, p % 4);
            for (int pixel = 0; pixel < 480; pixel++) {
                assertThat(found.exact(pixel / 20, pixel % 20)).isEqualTo(wanted.exact(pixel / 20, pixel % 20));
            }
        }
    }

    private DeviceStack fixture() {
        return Arina.file(source.resolve("run_master.h5"))
                .scan(3, 4)
                .device(Device.java())
                .progress(LoadProgress.SILENT)
                .load();
    }

    /// What a writer does next.
    private interface Step {
        void run() throws IOException;
    }

    /// Pieces of a file: appended, written into a file of the full length in any order, or under
    /// another name first.
    private List<Step> steps(Path file, byte[] bytes, Random random) {
        List<Step> steps = new ArrayList<>();
        int way = random.nextInt(3);
        Path to = way == 2 ? file.resolveSibling("." + file.getFileName() + ".part") : file;
        List<int[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(4000));
            pieces.add(new int[] {at, end});
            at = end;
        }
        if (way == 1) {
            Collections.shuffle(pieces, random);
            steps.add(() -> put(to, new byte[] {0}, bytes.length - 1));
        }
        for (int[] piece : pieces) {
            steps.add(() -> put(to, Arrays.copyOfRange(bytes, piece[0], piece[1]), piece[0]));
        }
        if (way == 2) {
            steps.add(() -> Files.move(to, file, StandardCopyOption.ATOMIC_MOVE));
        }
        return steps;
    }

    private static void put(Path file, byte[] bytes, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.wrap(bytes), at)).isEqualTo(bytes.length);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void acquisitionsBecomeFramesInWhateverOrderTheirFilesAreWritten(long seed) throws Exception {
        Random random = new Random(seed);
        write("old");
        List<List<Step>> files = new ArrayList<>();
        for (String name : List.of("abc", "def", "ghi")) {
            for (String file : FILES) {
                files.add(steps(folder.resolve(name + "_" + file), bytes(file, name), random));
            }
        }
        files.add(steps(folder.resolve("notes.txt"), new byte[9000], random));
        files.add(steps(folder.resolve("other.h5"), bytes("data_000001.h5", "run"), random));
        try (LiveSeries live = watch().start();
                DeviceStack expected = fixture()) {
            while (!files.isEmpty()) {
                List<Step> file = files.get(random.nextInt(Math.min(4, files.size())));
                file.removeFirst().run();
                if (file.isEmpty()) {
                    files.remove(file);
                }
                if (random.nextInt(4) == 0) {
                    Thread.sleep(random.nextInt(20));
                }
            }
            assertThat(live.await(4, LONG)).isTrue();
            assertThat(live.file(0)).isEqualTo(folder.resolve("old_master.h5"));
            for (int f = 0; f < 4; f++) {
                isTheFixture(live.frame(f), expected);
            }
            assertThat(live.virtualImages(Detector.disk(5))).hasSize(4);
            try (DataSet data = live.data()) {
                assertThat(data.shape().asArray()).containsExactly(4, 3, 4, 24, 20);
            }
            assertThatThrownBy(() -> live.frame(4))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("4 complete acquisitions");
        }
    }

    /// What a listener heard.
    private record Heard(String what, String why) {}

    private static final class Ear implements LiveListener {
        private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

        @Override
        public void frame(int index, DeviceStack stack) {
            heard.add(new Heard("frame " + index, stack.name()));
            throw new IllegalStateException("a listener that fails");
        }

        @Override
        public void waiting(Path master, String why) {
            heard.add(new Heard("waiting", why));
        }

        @Override
        public void problem(Path master, String why) {
            heard.add(new Heard("problem", why));
        }

        Heard next(String what) throws InterruptedException {
            while (true) {
                Heard next = requireNonNull(heard.poll(LONG.toSeconds(), TimeUnit.SECONDS), what);
                if (next.what.equals(what)) {
                    return next;
                }
            }
        }
    }

    @Test
    void whatStaysBrokenIsNamedAndTheSeriesGoesOn() throws Exception {
        Ear ear = new Ear();
        Files.write(folder.resolve("abc_master.h5"), bytes("master.h5", "abc"));
        Files.write(folder.resolve("bad_master.h5"), new byte[] {1, 2, 3});
        for (String file : List.of("stopped_master.h5", "stopped_data_000001.h5", "stopped_data_000002.h5")) {
            Files.copy(source.resolve(file), folder.resolve(file));
        }
        ArinaWatch impatient =
                watch().listener(ear).times(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(300));
        try (LiveSeries live = impatient.start()) {
            assertThat(ear.next("waiting").why).contains("abc_data_000001.h5");
            List<String> problems = List.of(ear.next("problem").why, ear.next("problem").why, ear.next("problem").why);
            assertThat(problems)
                    .anyMatch(why -> why.contains("3 of the 3 files") && why.contains("abc_data_000001.h5"));
            assertThat(problems).anyMatch(why -> why.contains("bad_master.h5"));
            assertThat(problems).anyMatch(why -> why.contains("7 of 12 frames"));
            assertThat(live.pending()).hasSize(3).allMatch(LiveSeries.Pending::stuck);
            assertThat(live.frames()).isZero();
            assertThatThrownBy(live::data).isInstanceOf(IllegalStateException.class);
            write("new");
            assertThat(ear.next("frame 0").why).contains("new_master.h5");
            write("abc");
            assertThat(ear.next("frame 1").why).contains("abc_master.h5");
            assertThat(live.pending())
                    .extracting(p -> String.valueOf(p.master().getFileName()))
                    .doesNotContain("new_master.h5");
        }
    }

    @Test
    void framesOfAnotherShapeAreNoFrames() throws Exception {
        write("abc");
        Ear ear = new Ear();
        ArinaWatch any = Arina.watch(folder)
                .with(a -> a.device(Device.java()).scan(3, 4))
                .times(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(300))
                .listener(ear);
        try (LiveSeries live = any.start()) {
            ear.next("frame 0");
            byte[] wrong = bytes("data_000002.h5", "def");
            Files.write(folder.resolve("def_data_000001.h5"), bytes("data_000001.h5", "def"));
            Files.write(folder.resolve("def_data_000002.h5"), Arrays.copyOf(wrong, wrong.length - 50));
            Files.write(folder.resolve("def_data_000003.h5"), bytes("data_000003.h5", "def"));
            Files.write(folder.resolve("def_master.h5"), bytes("master.h5", "def"));
            assertThat(ear.next("problem").why).contains("def_data_000002.h5");
            Files.write(folder.resolve("def_data_000002.h5"), wrong);
            ear.next("frame 1");
            assertThat(live.frames()).isEqualTo(2);
        }
    }

    @Test
    void theOldestMakesRoomWhereThatIsAsked() throws Exception {
        long budget = Memory.report().budget();
        long one;
        try (DeviceStack stack = fixture()) {
            one = stack.bytes();
        }
        Memory.flushCache();
        try {
            Memory.budget(Memory.report().used() + one + one / 2);
            write("abc");
            try (LiveSeries live = watch().droppingOldest().start()) {
                assertThat(live.await(1, LONG)).isTrue();
                write("def");
                assertThat(live.await(2, LONG)).isTrue();
                assertThat(live.frame(0).isFreed()).isTrue();
                assertThat(live.frame(1).isFreed()).isFalse();
                assertThat(live.virtualImages(Detector.disk(5))).hasSize(1);
            }
            Ear ear = new Ear();
            try (LiveSeries live = watch().listener(ear).start()) {
                assertThat(live.await(1, LONG)).isTrue();
                String why = ear.next("waiting").why;
                while (!why.contains("Memory.budget")) {
                    why = ear.next("waiting").why;
                }
                live.frame(0).free();
                assertThat(live.await(2, LONG)).isTrue();
            }
        } finally {
            Memory.budget(budget);
        }
    }

    @Test
    void closingFreesAndStoppingKeeps() throws Exception {
        write("abc");
        LiveSeries live = watch().start();
        assertThat(live.await(1, LONG)).isTrue();
        live.stop();
        DeviceStack stack = live.frame(0);
        assertThat(stack.isFreed()).isFalse();
        write("def");
        assertThat(live.await(2, LONG)).isFalse();
        live.close();
        live.close();
        assertThat(stack.isFreed()).isTrue();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Arina.watch(folder.resolve("none")).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none");
    }
}
