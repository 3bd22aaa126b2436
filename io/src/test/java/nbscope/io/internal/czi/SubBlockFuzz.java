package nbscope.io.internal.czi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziOptions;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as the data of a sub-block's segment, in a file whose directory lists just that: its header, metadata,
/// pixels and mask. See nbscope.io.internal.blosc2.FrameFuzz.
public final class SubBlockFuzz {
    private static final int DIRECTORY = 32 + 512;
    private static final int ENTRY = 16;
    private static final int MOST_DIMENSIONS = 40;

    private SubBlockFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < ENTRY + 32) {
            return;
        }
        byte[] bytes = file(input);
        for (boolean libraries : new boolean[] {true, false}) {
            Counters counters = new Counters();
            MappedSource source = new MappedSource(MappedFile.of("fuzzed.czi", bytes), counters);
            CziOptions options = CziOptions.defaults().nativeLibraries(libraries);
            try (OpenCzi file = OpenCzi.open(source, Path.of("fuzzed.czi"), options, counters, 0)) {
                DirectoryFuzz.tile(file, 0);
            } catch (MalformedDataException | UnsupportedDataException expected) {
                // The entry does not fit the rules.
            }
        }
    }

    private static byte[] file(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        int dimensions = in.getInt(ENTRY + 28);
        int entry = dimensions < 0 || dimensions > MOST_DIMENSIONS ? 32 : 32 + 20 * dimensions;
        int listed = Math.min(entry, input.length - ENTRY);
        int tile = DIRECTORY + 32 + 128 + entry;
        ByteBuffer out = ByteBuffer.allocate(tile + 32 + input.length).order(ByteOrder.LITTLE_ENDIAN);
        segment(out, 0, "ZISRAWFILE", 512);
        out.putInt(32, 1).putLong(32 + 52, DIRECTORY);
        segment(out, DIRECTORY, "ZISRAWDIRECTORY", 128 + entry);
        out.putInt(DIRECTORY + 32, 1);
        out.put(DIRECTORY + 32 + 128, input, ENTRY, listed);
        out.putLong(DIRECTORY + 32 + 128 + 6, tile);
        segment(out, tile, "ZISRAWSUBBLOCK", input.length);
        out.put(tile + 32, input);
        out.putLong(tile + 32 + ENTRY + 6, tile);
        return out.array();
    }

    private static void segment(ByteBuffer out, int at, String name, long bytes) {
        out.put(at, name.getBytes(StandardCharsets.US_ASCII));
        out.putLong(at + 16, bytes).putLong(at + 24, bytes);
    }
}
