package nbscope.io.internal.seq;

import java.util.ArrayList;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as a list of bad pixels. See nbscope.io.internal.blosc2.FrameFuzz.
public final class BadPixelsFuzz {
    private BadPixelsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (int binning = 1; binning <= 2; binning++) {
            try {
                var window = new BadPixels.Window(10 * binning, 14 * binning, 4, 6, binning);
                BadPixels.read(MappedFile.of("fuzzed.xml", input), window, new int[] {10, 14}, new ArrayList<>());
            } catch (MalformedDataException expected) {
                // Most bytes are no list.
            }
        }
    }
}
