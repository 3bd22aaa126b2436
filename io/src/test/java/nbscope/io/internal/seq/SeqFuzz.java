package nbscope.io.internal.seq;

import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.LayoutInvariant;

/// Any bytes as a SEQ file. See nbscope.io.internal.blosc2.FrameFuzz.
public final class SeqFuzz {
    private SeqFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (DataSetOptions options : new DataSetOptions[] {
            DataSetOptions.none(), DataSetOptions.none().allowPartial()
        }) {
            try {
                SeqHeader header = SeqHeader.parse(MappedFile.of("fuzzed.seq", input));
                // Headers are 1024 bytes and more: frames are pretended to follow the input.
                long size = input.length + 8192L;
                LayoutInvariant.check(SeqFormat.layout("fuzzed.seq", size, header, options), size);
            } catch (MalformedDataException | UnsupportedDataException expected) {
                // Most bytes are no file.
            }
        }
    }
}
