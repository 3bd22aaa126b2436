package nbscope.io.internal.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import org.jspecify.annotations.Nullable;

/// Any bytes as a Zarr folder: the array, or our own exception. See nbscope.io.internal.blosc2.FrameFuzz.
///
/// An input is a byte for the kind of metadata ([#KINDS]), two for their length (big endian), the metadata, and the
/// bytes of a chunk or shard, which become the first and the last one's file.
public final class ZarrFuzz {
    private static final List<String> KINDS = List.of("zarr.json", ".zarray", "image/zarr.json", "image/.zattrs");
    private static final int LARGEST = 1 << 20;
    private static final int ALL = 1 << 16;
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String LEVEL = """
            {"zarr_format": 2, "shape": [2, 3], "chunks": [2, 3], "dtype": "|u1", "compressor": null, "fill_value": 0,
            "order": "C", "filters": null}""";

    private static @Nullable Path root;

    private ZarrFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        try {
            read(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(byte[] input) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(input);
        String kind = KINDS.get((in.get() & 0xFF) % KINDS.size());
        byte[] metadata = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
        in.get(metadata);
        byte[] chunk = new byte[in.remaining()];
        in.get(chunk);
        Path folder = Files.createDirectories(root().resolve(kind).getParent());
        try {
            Files.write(root().resolve(kind), metadata);
            if (kind.startsWith("image")) {
                image(folder);
            } else {
                array(folder, chunk);
            }
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Most bytes are no array.
        } finally {
            deleteInside(root());
        }
    }

    /// A group whose metadata are fuzzed, with a sound array of the usual name.
    private static void image(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("0"));
        Files.writeString(folder.resolve("0/.zarray"), LEVEL);
        OmeImage image = OmeImage.read(folder);
        image.channels();
        try (ZarrArray level = image.level(image.levels().size() - 1)) {
            ends(level);
        }
    }

    private static void array(Path folder, byte[] chunk) throws IOException {
        ArrayMetadata array = ZarrFormat.array(folder);
        if (array == null || array.chunkBytes() > LARGEST) {
            return;
        }
        ArrayMetadata.Shard shard = array.shard();
        if (shard != null && shard.indexBytes() > LARGEST) {
            return;
        }
        long[] at = new long[array.shape().length];
        write(array.keys().file(folder, at), chunk);
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(0, array.shape()[i] - 1) / array.inFile()[i];
        }
        write(array.keys().file(folder, at), chunk);
        try (NdArray open = NdArray.open(folder)) {
            ends(open);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /// The first elements, the last ones, and all where these are few.
    private static void ends(NdArray array) {
        long[] shape = array.shape();
        array.header();
        array.axes();
        read(array, new long[shape.length], shape);
        read(array, Arrays.stream(shape).map(n -> Math.max(0, n - 2)).toArray(), shape);
        double all = array.elementType().bytes();
        for (long n : shape) {
            all *= n;
        }
        if (all < ALL) {
            read(array, Region.whole(shape));
        }
    }

    /// Two elements along the last axes, one along the others.
    private static void read(NdArray array, long[] from, long[] shape) {
        long[] size = new long[shape.length];
        for (int i = 0; i < size.length; i++) {
            size[i] = Math.min(i < size.length - 3 ? 1 : 2, shape[i] - from[i]);
        }
        read(array, new Region(from, size));
    }

    private static void read(NdArray array, Region region) {
        long bytes = region.elements() * array.elementType().bytes();
        if (bytes > LARGEST) {
            return;
        }
        try {
            array.read(region, MemorySegment.ofArray(new byte[(int) bytes]));
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // The other end may be sound.
        }
    }

    private static Path root() throws IOException {
        Path made = root;
        if (made == null) {
            made = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "zarr-fuzz")
                    : Files.createTempDirectory("zarr-fuzz");
            root = made;
            Path folder = made;
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> folder.toFile().delete()));
        }
        return made;
    }

    private static void deleteInside(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
