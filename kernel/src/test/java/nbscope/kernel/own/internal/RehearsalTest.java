package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nbscope.compute.Memory;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void walksFromFileToPictureToDragAndLeavesNothingBehind() throws IOException, InterruptedException {
        long before = Memory.report().total();
        List<Path> files = leftOvers();
        Rehearsal.run(40, () -> false, () -> false);
        assertThat(Memory.report().total()).isEqualTo(before);
        assertThat(leftOvers()).isEqualTo(files);
    }

    @Test
    void givesWayWhileSomebodyWorks() throws Exception {
        var busy = new AtomicBoolean(true);
        var asked = new CountDownLatch(3);
        Thread rehearsal = Threads.daemon(
                () -> {
                    try {
                        Rehearsal.run(
                                3,
                                () -> {
                                    asked.countDown();
                                    return busy.get();
                                },
                                () -> false);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "rehearsal-of-a-test");
        rehearsal.start();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(rehearsal.isAlive()).isTrue();
        busy.set(false);
        rehearsal.join(30_000);
        assertThat(rehearsal.isAlive()).isFalse();
    }

    @Test
    void endsAtTheFirstRealDrag() throws IOException, InterruptedException {
        var gestures = new AtomicInteger();
        Rehearsal.run(Integer.MAX_VALUE, () -> false, () -> gestures.incrementAndGet() > 5);
        assertThat(gestures.get()).isEqualTo(6);
    }

    private static List<Path> leftOvers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(Rehearsal.folderPrefix()))
                    .toList();
        }
    }
}
