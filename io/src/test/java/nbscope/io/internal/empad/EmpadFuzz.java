package nbscope.io.internal.empad;

import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileHead;
import nbscope.io.internal.dataset.HeaderFuzz;

/// Any bytes as the document of an EMPAD data set. See [HeaderFuzz].
public final class EmpadFuzz {
    private static final long FRAME = 130 * 128 * 4;

    private EmpadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        EmpadXml xml;
        try {
            xml = EmpadXml.parse(FileHead.of("fuzzed.xml", input, input.length), 1 << 20);
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Most bytes are no such document.
            return;
        }
        if (xml.rawFile().indexOf('/') >= 0) {
            throw new AssertionError("the file " + xml.rawFile());
        }
        for (long size : new long[] {0, 2 * FRAME, 1L << 50}) {
            FileHead raw = FileHead.of("fuzzed.raw", new byte[0], size);
            HeaderFuzz.layouts("fuzzed.raw", size, options -> EmpadFormat.fromXml("fuzzed.xml", raw, xml, options));
        }
    }
}
