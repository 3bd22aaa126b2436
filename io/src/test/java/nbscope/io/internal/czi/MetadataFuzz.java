package nbscope.io.internal.czi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as the text of a metadata segment, which is never an exception. See
/// nbscope.io.internal.blosc2.FrameFuzz.
public final class MetadataFuzz {
    private static final int AT = 32;
    private static final int TEXT = 256;

    private MetadataFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int data = AT + 32;
        ByteBuffer out = ByteBuffer.allocate(data + TEXT + input.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(AT, "ZISRAWMETADATA".getBytes(StandardCharsets.US_ASCII));
        out.putLong(AT + 16, TEXT + input.length).putLong(AT + 24, TEXT + input.length);
        out.putInt(data, input.length).put(data + TEXT, input);
        MetadataSegment.read(new MappedSource(MappedFile.of("fuzzed.czi", out.array()), new Counters()), AT);
    }
}
