package nbscope.io;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One entry of `src/test/fixtures/expected_*.json`: a file and the first digits of the SHA-256 of what NumPy gave to
/// its writer.
///
/// @param float32 null where the elements are no numbers of one part
/// @param numpy   NumPy's name of the element type, where it is not just that of `dtype`
/// @param item    bytes per element of raw ones
record Fixture(
        String file,
        boolean raw,
        String dtype,
        long[] shape,
        String sha256,
        @Nullable String float32,
        List<Box> regions,
        @Nullable String numpy,
        @Nullable Integer item) {
    static final Path FOLDER = Path.of("src/test/fixtures");

    /// A region and the first digits of its SHA-256.
    record Box(long[] start, long[] shape, String sha256) {}

    static Stream<Fixture> all(String folder) {
        Path list = FOLDER.resolve("expected_" + folder + ".json");
        try {
            return new ObjectMapper().readValue(list.toFile(), new TypeReference<List<Fixture>>() {}).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path path(String file) {
        return FOLDER.resolve(file);
    }

    Path path() {
        return path(file);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] read(NdArray array, Region region) {
        byte[] out =
                new byte[Math.toIntExact(region.elements() * array.elementType().bytes())];
        array.read(region, MemorySegment.ofArray(out));
        return out;
    }

    static byte[] readFloat32(NdArray array, Region region) {
        byte[] out = new byte[Math.toIntExact(region.elements() * Float.BYTES)];
        array.readFloat32(region, MemorySegment.ofArray(out));
        return out;
    }

    @Override
    public String toString() {
        return file;
    }
}
