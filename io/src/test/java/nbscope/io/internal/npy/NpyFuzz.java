package nbscope.io.internal.npy;

import java.nio.charset.StandardCharsets;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.StoredType;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as the header of a .npy file and as an element type. See nbscope.io.internal.blosc2.FrameFuzz.
public final class NpyFuzz {
    private NpyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            StoredType.parse(text, "fuzzed");
        } catch (UnsupportedDataException expected) {
            // Most texts are no type.
        }
        try {
            NpyHeader.parse(text, MappedFile.of("fuzzed", input), 0);
        } catch (MalformedDataException expected) {
            // Nor a header.
        }
    }
}
