package nbscope.io.internal.tvips;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.LayoutInvariant;

/// Any bytes as a TVIPS series of one file. See nbscope.io.internal.blosc2.FrameFuzz.
public final class TvipsFuzz {
    private TvipsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (DataSetOptions options : new DataSetOptions[] {
            DataSetOptions.none(), DataSetOptions.none().allowPartial()
        }) {
            try {
                TvipsHeader header = TvipsFormat.imageHeaders(
                        input.length, TvipsHeader.parse(MappedFile.of("fuzzed_000.tvips", input)));
                List<String> guesses = new ArrayList<>();
                List<DataFile> files = TvipsFormat.files(
                        List.of("fuzzed_000.tvips"), new long[] {input.length}, header, options, guesses);
                ByteBuffer bytes = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
                LayoutInvariant.check(
                        TvipsFormat.layout(
                                files,
                                header,
                                f -> bytes.getLong(
                                        (int) (TvipsHeader.LENGTH + f * header.stride() + ScanGuess.COLUMN_AT)),
                                guesses),
                        input.length);
            } catch (MalformedDataException | UnsupportedDataException expected) {
                // Most bytes are no file.
            }
        }
    }
}
