package nbscope.io;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.czi.CziArray;
import nbscope.io.internal.czi.CziPlanes;
import nbscope.io.internal.zarr.ImageWriter;
import nbscope.io.internal.zarr.OmeImage;
import org.jspecify.annotations.Nullable;

/// An OME-Zarr image in a folder: one picture in several resolutions. [NdArray#open] of the folder
/// opens the finest one. Immutable, safe from any thread.
public final class OmeZarr {
    private final OmeImage image;

    private OmeZarr(OmeImage image) {
        this.image = image;
    }

    /// @throws UncheckedIOException when the folder cannot be read
    /// @throws MalformedDataException when its metadata are damaged
    /// @throws UnsupportedDataException when it holds no image
    public static OmeZarr open(Path folder) {
        return new OmeZarr(OmeImage.read(folder));
    }

    /// Writes an image, on all processors, in memory that does not grow with it. A level is made of the
    /// one before it: each pixel the mean of 2 x 2, of those that exist at the edges; integers are
    /// rounded half up, exactly. Parts of chunks beyond the edge are zero.
    ///
    /// After a failure, an interrupt or a kill the folder is unfinished: it has no metadata yet. The
    /// same call goes on where it was, and the result is the same, byte by byte. The system may lose
    /// what it had not yet put on the disk when the machine itself stops; then delete the folder and
    /// begin again.
    ///
    /// @param target   a folder that does not exist, is empty, or is unfinished from the same source
    ///     and options
    /// @param progress gets the bytes of source pixels done so far, from one thread at a time
    /// @throws IllegalArgumentException when there is something else at the target, or the options do
    ///     not suit
    /// @throws UncheckedIOException when the disk is full or fails
    /// @throws java.util.concurrent.CancellationException when the thread is interrupted
    public static void write(Path target, PlaneSource source, OmeZarrOptions options, LongConsumer progress) {
        new ImageWriter(target, source, options, Disk.real(), progress).write();
    }

    /// Writes an image of any file that nbscope reads, as [#write]. Of a CZI file the composed mosaic, with
    /// the names and colours of its channels.
    public static void convert(Path file, Path target, OmeZarrOptions options, LongConsumer progress) {
        try (NdArray array = NdArray.open(file)) {
            if (array instanceof CziArray czi) {
                try (CziPlanes planes = czi.planes()) {
                    write(target, planes, options, progress);
                }
            } else {
                write(target, PlaneSource.of(array), options, progress);
            }
        }
    }

    /// How many resolutions there are.
    public int levels() {
        return image.levels().size();
    }

    /// Opens a resolution, 0 the finest. The caller closes it.
    ///
    /// @throws MalformedDataException when its metadata are damaged
    public NdArray level(int index) {
        return image.level(index);
    }

    /// Names and colours of the channels; empty where the image does not say.
    public List<PlaneSource.Channel> channels() {
        return image.channels();
    }

    /// What the group says about itself, as plain values.
    public Map<String, @Nullable Object> attributes() {
        return image.attributes();
    }
}
