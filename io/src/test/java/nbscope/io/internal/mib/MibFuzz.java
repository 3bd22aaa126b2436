package nbscope.io.internal.mib;

import java.util.List;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import nbscope.io.internal.dataset.HeaderFuzz;

/// Any bytes as the start of a .mib file, and as a .hdr file. See [HeaderFuzz].
public final class MibFuzz {
    private MibFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HeaderFuzz.layouts("fuzzed.mib", input, (head, options) -> {
            MibHeader header = MibHeader.parse(head);
            long frames = FileChecks.frames(head.name(), head.size(), 0, header.frameBytes(), 0, -1, options);
            var member = new MibSet.Member(head.name(), header, frames);
            return MibFormat.layout(new MibSet(List.of(member), null, List.of()), options);
        });
        try {
            ScanHeader.parse(FileHead.of("fuzzed.hdr", input, input.length)).scan();
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Most bytes are none.
        }
    }
}
