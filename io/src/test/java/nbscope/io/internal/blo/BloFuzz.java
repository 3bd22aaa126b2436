package nbscope.io.internal.blo;

import nbscope.io.internal.dataset.HeaderFuzz;

/// Any bytes as the start of a file. See [HeaderFuzz].
public final class BloFuzz {
    private BloFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HeaderFuzz.layouts("fuzzed.blo", input, BloFormat::layout);
    }
}
