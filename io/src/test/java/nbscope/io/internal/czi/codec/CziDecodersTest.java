package nbscope.io.internal.czi.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nbscope.io.czi.CziCompression;
import nbscope.io.czi.CziPixelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every payload of the exotic files against the pixels that imagecodecs was given or gave.
class CziDecodersTest {
    private static final Path FOLDER = Path.of("src/test/fixtures/czi");

    record Case(String name, byte[] payload, TileShape shape, CziCompression compression, JsonNode expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode files = new ObjectMapper()
                .readTree(FOLDER.resolve("expected_exotic.json").toFile());
        return StreamSupport.stream(files.spliterator(), false)
                .filter(file -> !file.get("file").asText().contains("/broken/"))
                .flatMap(file -> StreamSupport.stream(file.get("tiles").spliterator(), false)
                        .filter(tile -> !tile.has("part"))
                        .map(tile -> of(file.get("file").asText(), tile)));
    }

    private static Case of(String file, JsonNode tile) {
        byte[] payload = new byte[tile.get("payload").get(1).asInt()];
        try (RandomAccessFile in = new RandomAccessFile(FOLDER.resolve(file).toFile(), "r")) {
            in.seek(tile.get("payload").get(0).asLong());
            in.readFully(payload);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        CziPixelType type = Arrays.stream(CziPixelType.values())
                .filter(t -> t.toString().equals(tile.get("pixelType").asText()))
                .findFirst()
                .orElseThrow();
        CziCompression compression = Arrays.stream(CziCompression.values())
                .filter(c -> c.toString().equals(tile.get("compression").asText()))
                .findFirst()
                .orElseThrow();
        JsonNode shape = tile.get("shape");
        TileShape size = new TileShape(type, shape.get(1).asInt(), shape.get(0).asInt());
        String name = file + " " + tile.get("index") + " " + type + " " + compression;
        return new Case(name, payload, size, compression, tile);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void payloadsDecodeToTheirPixels(Case c) {
        for (boolean library : new boolean[] {true, false}) {
            if (c.expected.path("error").asText().equals("unsupported")) {
                assertThatThrownBy(() -> PayloadDecoders.of(c.compression, library))
                        .isInstanceOf(UnsupportedPayloadException.class)
                        .hasMessageContaining("is stored as " + c.compression);
                continue;
            }
            PayloadDecoder decoder = PayloadDecoders.of(c.compression, library);
            if (c.expected.has("error")) {
                assertThatThrownBy(() -> inTheHeap(decoder, c)).isInstanceOf(DamagedPayloadException.class);
                continue;
            }
            check(inTheHeap(decoder, c), c);
            check(inNativeMemory(decoder, c), c);
        }
    }

    private static byte[] inTheHeap(PayloadDecoder decoder, Case c) {
        byte[] out = new byte[(int) c.shape.bytes() + 5];
        Arrays.fill(out, (byte) 99);
        decoder.decode(MemorySegment.ofArray(c.payload), c.shape, MemorySegment.ofArray(out));
        assertThat(Arrays.copyOfRange(out, out.length - 5, out.length)).containsOnly(99);
        return Arrays.copyOf(out, out.length - 5);
    }

    private static byte[] inNativeMemory(PayloadDecoder decoder, Case c) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment out = arena.allocate(c.shape.bytes()).fill((byte) 99);
            MemorySegment in = arena.allocate(c.payload.length).copyFrom(MemorySegment.ofArray(c.payload));
            decoder.decode(in.asReadOnly(), c.shape, out);
            return out.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
    }

    private static void check(byte[] pixels, Case c) {
        if (!c.expected.has("tolerance")) {
            assertThat(sha256(pixels)).isEqualTo(c.expected.get("sha256").asText());
            return;
        }
        byte[] expected = Base64.getDecoder().decode(c.expected.get("pixels").asText());
        assertThat(pixels).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF)))
                    .as("byte %d", i)
                    .isLessThanOrEqualTo(c.expected.get("tolerance").asInt());
        }
    }

    @Test
    void threadsDecodeWithDecodersOfTheirOwn() throws Exception {
        List<Case> all = cases().filter(c -> c.name.contains("jpegxr.czi")).toList();
        assertThat(all).hasSizeGreaterThan(9);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> jobs = Stream.generate(() -> (Callable<Integer>) () -> {
                        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.JPEG_XR, true);
                        for (int round = 0; round < 5; round++) {
                            all.forEach(c -> check(inNativeMemory(decoder, c), c));
                        }
                        return all.size();
                    })
                    .limit(4)
                    .toList();
            for (Future<Integer> job : threads.invokeAll(jobs)) {
                assertThat(job.get()).isEqualTo(all.size());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedJpegXrEndsInAnExceptionAndNothingElse(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Case> all = cases().filter(c -> c.name.contains("jpegxr.czi")).toList();
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.JPEG_XR, true);
        for (int i = 0; i < 6; i++) {
            Case c = all.get(random.nextInt(all.size()));
            byte[] payload = c.payload.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(
                        MemorySegment.ofArray(payload),
                        c.shape,
                        MemorySegment.ofArray(new byte[(int) c.shape.bytes()]));
            } catch (DamagedPayloadException e) {
                assertThat(e.found()).isNotEmpty();
            }
        }
        all.forEach(c -> check(inNativeMemory(decoder, c), c));
    }

    @Test
    void aJpegXrProcessThatHasEndedIsReplaced() throws Exception {
        Case c = cases().filter(x -> x.name.contains("jpegxr.czi")).findFirst().orElseThrow();
        PayloadDecoder decoder = PayloadDecoders.of(CziCompression.JPEG_XR, true);
        check(inNativeMemory(decoder, c), c);
        List<ProcessHandle> workers = ProcessHandle.current()
                .children()
                .filter(p -> p.info().commandLine().orElse("").contains("JpegXrWorker"))
                .toList();
        assertThat(workers).isNotEmpty();
        for (ProcessHandle worker : workers) {
            worker.destroyForcibly();
            worker.onExit().get();
        }
        check(inNativeMemory(decoder, c), c);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aJpegXrProcessThatHangsIsKilled() throws Exception {
        JpegXrProcess process = JpegXrProcess.start();
        process.stream(1 << 16);
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.decode(1 << 10, 8, 8, 1 << 12, 8, 200)).isEqualTo(JpegXrProcess.Answer.TOO_SLOW);
        process.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {104, 504})
    void cameraRawIsRefusedWithItsNumber(int code) {
        assertThatThrownBy(() -> PayloadDecoders.of(CziCompression.of(code), code, true))
                .isInstanceOf(UnsupportedPayloadException.class)
                .hasMessageContaining("camera RAW (compression " + code);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
