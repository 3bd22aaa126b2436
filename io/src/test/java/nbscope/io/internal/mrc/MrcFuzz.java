package nbscope.io.internal.mrc;

import nbscope.io.internal.dataset.HeaderFuzz;

/// Any bytes as the start of a file. See [HeaderFuzz].
public final class MrcFuzz {
    private MrcFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HeaderFuzz.layouts("fuzzed.mrc", input, MrcFormat::layout);
    }
}
