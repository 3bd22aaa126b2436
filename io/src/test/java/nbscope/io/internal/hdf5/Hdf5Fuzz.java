package nbscope.io.internal.hdf5;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// Any bytes as an HDF5 file: its groups, and small data sets of it. See nbscope.io.internal.blosc2.FrameFuzz.
public final class Hdf5Fuzz {
    private static final long LARGE = 1 << 20;
    private static final int SETS = 8;

    private Hdf5Fuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try (Hdf5File file = Hdf5File.of(Path.of("fuzzed.h5"), MappedFile.of("fuzzed.h5", input))) {
            for (Hdf5Entry entry : file.entries().stream().limit(SETS).toList()) {
                read(file, entry);
            }
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Most bytes are no file.
        }
    }

    private static void read(Hdf5File file, Hdf5Entry entry) {
        try {
            NdArray array = file.array(entry.path());
            if (entry.bytes() <= LARGE) {
                array.read(Region.whole(array.shape()), MemorySegment.ofArray(new byte[(int) entry.bytes()]));
            }
        } catch (MalformedDataException | UnsupportedDataException expected) {
            // Others can be read.
        }
    }
}
