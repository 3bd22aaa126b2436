package nbscope.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import nbscope.io.internal.array.ForwardingArray;
import nbscope.io.internal.npy.NpyWriter;
import nbscope.io.internal.volume.Volume;
import org.jspecify.annotations.Nullable;

/// Copies an array from one file format to another: anything that [NdArray#open] reads into .npy, .b2nd
/// or .mla.
///
/// Values and element type stay. What the file says about itself goes along where the target can hold it: .mla and
/// .b2nd keep all user metadata, and MLArray's; .npy keeps none. A NIfTI or NRRD image becomes the .mla file that
/// mlarray's own converter makes of it: axes turned towards right, front and top, with the affine matrix of the
/// turned image and the header as its source. To .npy and .b2nd it goes unturned.
public final class Conversion {
    private static final List<String> TARGETS = List.of(".npy", ".b2nd", ".mla");

    private Conversion() {}

    /// Converts a file. The target is replaced when all is written; after a failure or an interrupt it is
    /// as before.
    ///
    /// @param options  layout and compression of .mla and .b2nd; [MlaOptions#defaults] keeps those of a
    ///     Blosc2 file
    /// @param progress gets the bytes done so far
    /// @throws IllegalArgumentException when the target's name says no such format, is the source itself, or the
    ///     options do not suit; the sentence says what to do
    /// @throws UncheckedIOException when a file is missing, or cannot be read or written
    /// @throws MalformedDataException when the source is damaged
    /// @throws UnsupportedDataException when nbscope does not read the source
    public static void convert(Path source, Path target, MlaOptions options, LongConsumer progress) {
        String suffix = suffix(target);
        refuseSame(source, target);
        try (NdArray array = NdArray.open(source)) {
            NdArray counted = new Counted(array, progress);
            switch (suffix) {
                case ".npy" -> NpyWriter.write(target, array, progress);
                case ".mla" -> mla(array, target, options, progress);
                default -> b2nd(array, counted, target, options);
            }
        }
    }

    /// Writes an array as .npy. The target is replaced when all is written.
    ///
    /// @throws UncheckedIOException when it cannot be written
    public static void save(NdArray array, Path target) {
        if (!suffix(target).equals(".npy")) {
            throw new IllegalArgumentException(target + " is no name of a .npy file; end it with .npy");
        }
        NpyWriter.write(target, array, done -> {});
    }

    private static String suffix(Path target) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        return TARGETS.stream()
                .filter(name::endsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        target + " does not say what to write; end its name with one of .npy, .b2nd and .mla"));
    }

    private static void refuseSame(Path source, Path target) {
        try {
            if (Files.exists(source) && Files.exists(target) && Files.isSameFile(source, target)) {
                throw new IllegalArgumentException(
                        target + " is the file to read; give another name, the source is never overwritten");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static void mla(NdArray array, Path target, MlaOptions options, LongConsumer progress) {
        if (array instanceof Volume volume) {
            Volume turned = volume.turned();
            MlArray.of(new Counted(turned, progress), VolumeMetadata.of(turned)).save(target, options);
            return;
        }
        if (!(array instanceof Blosc2Array stored)) {
            MlArray.of(new Counted(array, progress)).save(target, options);
            return;
        }
        boolean known = MlaMetadata.of(stored) != null;
        MlArray image = known ? MlArray.of(Path.of(stored.name()), stored, false) : MlArray.of(stored);
        image.save(target, options, new Counted(stored, progress));
    }

    private static void b2nd(NdArray array, NdArray counted, Path target, MlaOptions options) {
        Map<String, @Nullable Object> layers = new LinkedHashMap<>();
        @Nullable Blosc2Array stored = array instanceof Blosc2Array b ? b : null;
        if (stored != null) {
            layers.putAll(stored.userMetadata());
        } else if (array instanceof Volume volume) {
            layers.put(volume.format(), volume.header());
        }
        int item = array.elementType().bytes();
        MlaOptions.Chosen layout = stored != null && !options.saysLayout()
                ? new MlaOptions.Chosen(stored.chunks(), stored.blocks(), null)
                : (options.saysLayout() ? options : options.noPatch()).layout(array.shape(), item, MlaMetadata.empty());
        Compression compression = options.saysCompression()
                ? options.compression()
                : stored != null && stored.compression().codec().isWritable()
                        ? stored.compression()
                        : Compression.defaults();
        Blosc2Spec spec = Blosc2Spec.of(array.elementType(), array.shape(), layout.chunks(), layout.blocks())
                .withCompression(compression)
                .withUserMetadata(layers);
        Blosc2.save(target, counted, stored == null ? spec : spec.withMetalayers(MlArray.foreignLayers(stored)));
    }

    /// An array that says how much of it was read.
    private static final class Counted extends ForwardingArray {
        private final LongConsumer progress;
        private long done;

        Counted(NdArray array, LongConsumer progress) {
            super(array);
            this.progress = progress;
        }

        private synchronized void count(long bytes) {
            done += bytes;
            progress.accept(done);
        }

        @Override
        public void read(Region region, MemorySegment destination) {
            super.read(region, destination);
            count(region.elements() * array.elementType().bytes());
        }

        @Override
        public void readFloat32(Region region, MemorySegment destination) {
            super.readFloat32(region, destination);
            count(region.elements() * array.elementType().bytes());
        }
    }
}
