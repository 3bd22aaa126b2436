package nbscope.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `nbscope` where it ends before it builds anything.
class ScriptTest {
    private static final Path SCRIPT = Sources.root().resolve("nbscope");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "demo --twice",
                "doctor now",
                "spark now",
                "kernel",
                "kernel install --nope",
                "kernel install --user more",
                "test --fast",
                "test --quick RegionTest NpyTest",
                "test --quick Regoin",
                "test --quick io/src/test/java/Regoin.java",
                "test --quick a;b"
            })
    void wrongUseIsASentenceAndExitCodeTwo(String line) throws Exception {
        Result result = run(SCRIPT, line.split(" "));
        assertThat(result.code()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).startsWith("nbscope: ");
    }

    @Test
    void anUnknownTestNamesTheCloseOnes() throws Exception {
        assertThat(run(SCRIPT, "test", "--quick", "region").output()).contains("there is: RegionTest");
    }

    @Test
    void helpWorksThroughALinkInAFolderWithSpaces() throws Exception {
        Path place = Files.createDirectory(folder.resolve("a b"));
        Path link = Files.createSymbolicLink(place.resolve("link"), SCRIPT);
        Result result = run(link, "help");
        assertThat(result.code()).isZero();
        assertThat(result.output()).contains("./nbscope demo");
    }

    @Test
    void theLockOfAProcessThatEndedIsTakenOver() throws Exception {
        Path lock = Files.createDirectories(folder.resolve("build/lock"));
        // Process 1 lives, but it did not begin then: the number was used again.
        Files.writeString(lock.resolve("owner"), "1\nnever\n");
        Result result = lockAndShowOwner();
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContain("Waiting").doesNotContain("never");
        assertThat(lock).doesNotExist();
    }

    private Result lockAndShowOwner() throws IOException, InterruptedException {
        Path parts = Sources.root().resolve(".nbscope");
        return start(List.of(
                "bash",
                "-c",
                "unset NBSCOPE_LOCK; ROOT=$1; . \"$2/common.sh\"; . \"$2/lock.sh\"; take_lock; cat \"$LOCK/owner\"",
                "bash",
                folder.toString(),
                parts.toString()));
    }

    private Result run(Path script, String... arguments) throws IOException, InterruptedException {
        return start(Stream.concat(Stream.of(script.toString()), Arrays.stream(arguments))
                .toList());
    }

    private Result start(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs after 20 s: " + command);
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Result(int code, String output) {}
}
