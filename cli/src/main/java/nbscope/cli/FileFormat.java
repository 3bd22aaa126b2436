package nbscope.cli;

import java.nio.file.Path;
import nbscope.io.Blosc2Array;
import nbscope.io.Format;
import nbscope.io.NdArray;

/// What a file is called in answers: `npy`, `b2nd`, `mla` (a b2nd of that name with MLArray metadata),
/// `nifti`, `nrrd`.
final class FileFormat {
    private FileFormat() {}

    static String of(Path file, NdArray array) {
        if (array instanceof Blosc2Array stored) {
            boolean named = file.toString().endsWith(".mla");
            return named && stored.userMetadata().containsKey("mlarray") ? "mla" : "b2nd";
        }
        return Format.of(file).id();
    }
}
