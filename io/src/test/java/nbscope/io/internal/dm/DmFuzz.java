package nbscope.io.internal.dm;

import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.LayoutInvariant;

/// Any bytes as a DM3 or DM4 file. See nbscope.io.internal.blosc2.FrameFuzz.
public final class DmFuzz {
    private DmFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (DataSetOptions options : new DataSetOptions[] {
            DataSetOptions.none(),
            DataSetOptions.none().allowPartial(),
            DataSetOptions.none().dataset("0")
        }) {
            try {
                LayoutInvariant.check(DmFormat.layout(MappedFile.of("fuzzed.dm4", input), options), input.length);
            } catch (MalformedDataException | UnsupportedDataException expected) {
                // Most bytes are no file.
            }
        }
    }
}
