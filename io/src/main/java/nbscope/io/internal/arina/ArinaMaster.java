package nbscope.io.internal.arina;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.hdf5.ExternalLink;
import nbscope.io.internal.hdf5.Hdf5File;

/// What a master file says: which files hold the frames, how many there should be, and which pixels are no good
/// (Dectris, SIMPLON API and HDF5 master file; NeXus NXmx). The file is closed again.
///
/// @param file     the master
/// @param links    to the data sets of frames, in the order of their numbers
/// @param files    of those, all of them there
/// @param expected frames, `ntrigger` times `nimages`; -1 where the master does not say
/// @param mask     lengths of the pixel mask; empty where there is none
/// @param masked   whether a pixel is masked, in C order
public record ArinaMaster(
        Path file, List<ExternalLink> links, List<Path> files, long expected, long[] mask, boolean[] masked) {
    private static final Pattern DATA = Pattern.compile("/entry/data/data_(\\d{1,18})");
    private static final String SPECIFIC = "/entry/instrument/detector/detectorSpecific/";
    private static final List<String> MASKS = List.of(SPECIFIC + "pixel_mask", "/entry/instrument/detector/pixel_mask");
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_MASK = 1 << 26;

    /// Whether a file links to files of frames.
    public static boolean isMaster(Hdf5File file) {
        return file.externalLinks().stream()
                .anyMatch(link -> DATA.matcher(link.path()).matches());
    }

    /// Reads a master file, and finds all files that it links to.
    ///
    /// @param anywhere whether they may lie outside of its folder
    /// @throws java.io.UncheckedIOException that names those that are missing
    /// @throws UnsupportedDataException where it links to no frames
    public static ArinaMaster read(Path path, boolean anywhere) {
        try (Hdf5File file = Hdf5File.open(path)) {
            List<ExternalLink> links = file.externalLinks().stream()
                    .filter(link -> DATA.matcher(link.path()).matches())
                    .sorted(Comparator.comparingLong(ArinaMaster::number))
                    .toList();
            if (links.isEmpty()) {
                throw new UnsupportedDataException(
                        path.toString(),
                        "has no links /entry/data/data_000001 to files of frames, as the master file of "
                                + "a Dectris detector has");
            }
            List<Path> files = ExternalLink.requireAll(links, anywhere);
            long triggers = number(file, SPECIFIC + "ntrigger");
            long images = number(file, SPECIFIC + "nimages");
            boolean known = triggers > 0 && images > 0 && triggers <= Long.MAX_VALUE / images;
            String mask = MASKS.stream().filter(file::has).findFirst().orElse("");
            long[] shape = mask.isEmpty() ? new long[0] : file.array(mask).shape();
            boolean[] masked = mask.isEmpty() ? new boolean[0] : masked(file.array(mask));
            return new ArinaMaster(path, links, files, known ? triggers * images : -1, shape, masked);
        }
    }

    private static long number(ExternalLink link) {
        var match = DATA.matcher(link.path());
        return match.matches() ? Long.parseLong(match.group(1)) : 0;
    }

    /// A single integer, -1 where there is none.
    private static long number(Hdf5File file, String dataset) {
        if (!file.has(dataset)) {
            return -1;
        }
        NdArray array = file.array(dataset);
        long[] shape = array.shape();
        if (!array.dtype().isInteger() || Arrays.stream(shape).anyMatch(n -> n != 1)) {
            return -1;
        }
        byte[] value = new byte[Long.BYTES];
        array.read(Region.whole(shape), MemorySegment.ofArray(value));
        long number = MemorySegment.ofArray(value).get(LONG, 0);
        int unused = Long.SIZE - 8 * array.dtype().bytes();
        return array.dtype().isUnsigned() ? number : number << unused >> unused;
    }

    /// Whether the values of a mask differ from 0.
    private static boolean[] masked(NdArray mask) {
        long[] shape = mask.shape();
        int bytes = mask.elementType().bytes();
        long elements = Region.whole(shape).elements();
        boolean numbers = mask.dtype().isInteger() || mask.dtype() == DType.F32 || mask.dtype() == DType.F64;
        if (shape.length != 2 || elements > LARGEST_MASK || !numbers) {
            throw new MalformedDataException(
                    mask.name(),
                    -1,
                    "a pixel mask of shape " + Arrays.toString(shape) + " and type "
                            + mask.elementType().numpy(),
                    "an integer for each pixel of a frame; write the master file again");
        }
        byte[] values = new byte[(int) elements * bytes];
        mask.read(Region.whole(shape), MemorySegment.ofArray(values));
        boolean[] masked = new boolean[(int) elements];
        for (int i = 0; i < values.length; i++) {
            masked[i / bytes] |= values[i] != 0;
        }
        return masked;
    }
}
