package nbscope.io.internal.blosc2;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// Any bytes as a frame: the array or our own exception, the same from both twins of the filters. The target of a
/// fuzzer, see src/test/fuzz/run.sh; FuzzCorpusTest replays what one has kept.
public final class FrameFuzz {
    private static final long LARGE = 1 << 16;

    private FrameFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte @Nullable [] plain = read(input, Backend.plain());
        byte @Nullable [] vector = read(input, new Backend(false, Backend.best().filters()));
        if (!Arrays.equals(vector, plain)) {
            throw new AssertionError("vector and scalar filters differ");
        }
        // Not compared: liblz4 takes a distance of 0, which LZ4 forbids, for one that copies nothing.
        read(input, Backend.best());
    }

    private static byte @Nullable [] read(byte[] input, Backend backend) {
        try (B2ndArray array = B2ndFormat.of(MappedFile.of("fuzzed", input), backend)) {
            array.userMetadata();
            array.metalayers();
            array.compression();
            long[] shape = array.shape();
            double bytes = array.elementType().bytes();
            for (long n : shape) {
                bytes *= n;
            }
            Region region = Region.whole(shape);
            if (bytes > LARGE) {
                region = new Region(
                        Arrays.stream(shape).map(n -> Math.max(n - 1, 0)).toArray(),
                        Arrays.stream(shape).map(n -> Math.min(n, 1)).toArray());
            }
            long size = region.elements() * array.elementType().bytes();
            if (size > 1 << 24) {
                return null;
            }
            byte[] out = new byte[(int) size];
            array.read(region, MemorySegment.ofArray(out));
            return out;
        } catch (MalformedDataException | UnsupportedDataException expected) {
            return null;
        }
    }
}
