package nbscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Jobs against NumPy: pixel types, byte orders, ROI; files without a header; refusals.
class AnalyzeTest {
    private static final Path FOLDER = Path.of("src/test/fixtures/analyze");

    @TempDir
    Path folder;

    private record Answer(int status, String out, String err) {}

    static Stream<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("expected"))) {
            return files.map(f -> f.getFileName().toString().replace(".npy", "")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithNumPy(String name) throws IOException {
        String data = name.substring(0, name.indexOf('_'));
        String job = name.substring(name.indexOf('_') + 1).replace("+roi", "");
        Path out = folder.resolve("out.npy");
        List<String> arguments = new ArrayList<>(List.of(
                "analyze", FOLDER.resolve(data + ".npy").toString(), "--job", typed(job), "--out", out.toString()));
        if (name.endsWith("+roi")) {
            arguments.addAll(List.of("--roi", FOLDER.resolve("roi.npy").toString()));
        }
        Answer answer = run(arguments);
        assertThat(answer.err()).isEmpty();
        assertThat(answer.status()).isZero();
        same(FOLDER.resolve("expected").resolve(name + ".npy"), out);
    }

    private static String typed(String job) {
        return job.contains("_") ? job.replaceFirst("_", ":").replace('_', ',') : job;
    }

    @Test
    void readsFramesWithoutAHeader() throws IOException {
        byte[] npy = Files.readAllBytes(FOLDER.resolve("data-be-u2.npy"));
        int frame = 11 * 14 * 2;
        int start = npy.length - 30 * frame;
        byte[] raw = new byte[100 + 30 * (frame + 24)];
        for (int i = 0; i < 30; i++) {
            System.arraycopy(npy, start + i * frame, raw, 100 + i * (frame + 24) + 16, frame);
        }
        Path file = Files.write(folder.resolve("frames.raw"), raw);
        Path out = folder.resolve("out.npy");
        String[] how = {
            "analyze",
            file.toString(),
            "--format",
            "raw",
            "--sig",
            "11,14",
            "--dtype",
            ">u2",
            "--file-header",
            "100",
            "--frame-header",
            "16",
            "--frame-footer",
            "8",
            "--job",
            "sumsig",
            "--out",
            out.toString(),
            "--nav",
            "5,6"
        };
        assertThat(run(List.of(how)).err()).isEmpty();
        same(FOLDER.resolve("expected/data-be-u2_sumsig.npy"), out);

        how[how.length - 1] = "5,7";
        Answer tooMany = run(List.of(how));
        assertThat(tooMany.status()).isEqualTo(ExitStatus.UNREADABLE);
        assertThat(tooMany.err()).contains("30 whole frames").contains("35 frames");

        Files.write(file, Arrays.copyOf(raw, raw.length - 200));
        how[how.length - 1] = "5,6";
        Files.delete(out);
        Answer cut = run(List.of(how));
        assertThat(cut.status()).isEqualTo(ExitStatus.UNREADABLE);
        assertThat(cut.err()).contains("29 whole frames").contains("30 frames").contains("--partial");
        assertThat(out).doesNotExist();
        List<String> partial = new ArrayList<>(List.of(how));
        partial.add("--partial");
        assertThat(run(partial).status()).isZero();
        try (NdArray array = NdArray.open(out)) {
            assertThat(array.shape()).containsExactly(5, 6);
            assertThat(array.read(new Region(new long[] {4, 5}, new long[] {1, 1}), Arena.ofAuto())
                            .get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
                    .isZero();
        }
    }

    @Test
    void threeAxesAreARowOfFrames() throws IOException {
        Path out = folder.resolve("out.npy");
        Path file = FOLDER.resolve("data-le-u2.npy");
        assertThat(run(List.of("analyze", file.toString(), "--nav", "30", "--job", "bf:3", "--out", out.toString()))
                        .err())
                .isEmpty();
        try (NdArray array = NdArray.open(out)) {
            assertThat(array.shape()).containsExactly(30);
        }
    }

    @Test
    void wrongJobsAreExplained() {
        String file = FOLDER.resolve("data-le-u2.npy").toString();
        String out = folder.resolve("out.npy").toString();
        for (String job : List.of("max", "adf", "adf:3", "adf:5,2", "bf:x", "sum:1", "adf:1,NaN")) {
            Answer answer = run(List.of("analyze", file, "--job", job, "--out", out));
            assertThat(answer.status()).as(job).isEqualTo(ExitStatus.USAGE);
            assertThat(answer.err()).as(job).contains("adf:INNER,OUTER");
        }
        assertThat(run(List.of("analyze", file, "--job", "sum")).err()).contains("--out is missing");
        assertThat(run(List.of("analyze", file, "--job", "sum", "--out", "x.txt"))
                        .status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(run(List.of("analyze", file, "--job", "sum", "--out", out, "--executor", "moon"))
                        .err())
                .contains("no executor \"moon\"");
        assertThat(run(List.of("analyze", "missing.npy", "--job", "sum", "--out", out))
                        .status())
                .isEqualTo(ExitStatus.UNREADABLE);
    }

    private static Answer run(List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Main.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void same(Path expected, Path found) {
        try (NdArray a = NdArray.open(expected);
                NdArray b = NdArray.open(found);
                Arena arena = Arena.ofConfined()) {
            assertThat(b.shape()).isEqualTo(a.shape());
            assertThat(b.elementType()).isEqualTo(a.elementType());
            MemorySegment x = a.read(Region.whole(a.shape()), arena);
            MemorySegment y = b.read(Region.whole(b.shape()), arena);
            if (a.dtype().isInteger()) {
                assertThat(y.mismatch(x)).isEqualTo(-1);
                return;
            }
            for (long i = 0; i < x.byteSize() / 8; i++) {
                double e = x.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
                double f = y.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
                if (Double.isNaN(e)) {
                    assertThat(f).as("value %d", i).isNaN();
                } else {
                    assertThat(f)
                            .as("value %d", i)
                            .isCloseTo(e, org.assertj.core.api.Assertions.within(1e-9 * Math.max(1, Math.abs(e))));
                }
            }
        }
    }
}
