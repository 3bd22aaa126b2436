package nbscope.io.internal.frms6;

import java.util.List;
import java.util.Map;
import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.LayoutInvariant;

/// Any bytes as the text header of an FRMS6 set, and as each of its files. See
/// nbscope.io.internal.blosc2.FrameFuzz.
public final class Frms6Fuzz {
    private Frms6Fuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        MappedFile file = MappedFile.of("fuzzed_001.frms6", input);
        Frms6Info info = new Frms6Info(new long[] {2, 3}, 2, -1, Map.of());
        try {
            info = Frms6Info.parse(file);
        } catch (MalformedDataException expected) {
            // Most bytes are no text header.
        }
        for (DataSetOptions options : new DataSetOptions[] {
            DataSetOptions.none(), DataSetOptions.none().allowPartial()
        }) {
            try {
                long[] sizes = {input.length, input.length};
                LayoutInvariant.check(
                        Frms6Format.layout(info, List.of(file, file), sizes, "fuzzed.hdr", options), input.length);
            } catch (MalformedDataException expected) {
                // Nor a file of frames.
            }
        }
    }
}
