package nbscope.io.internal.dm;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.FileChecks;

/// Gatan DigitalMicrograph 3 and 4: images of 2 to 5 axes. Frames follow one another, or (scans of older
/// versions) all frames' values of a pixel do; the tag "Data Order Swapped" says which.
public final class DmFormat implements FrameFormat {
    @Override
    public String name() {
        return "Gatan DM3/DM4";
    }

    @Override
    public String id() {
        return "dm";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (DmTags.isOne(head)) {
            return Match.CONTENT;
        }
        return fileName.endsWith(".dm3") || fileName.endsWith(".dm4") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path path, DataSetOptions options) {
        MappedFile file = MappedFile.open(path);
        try {
            return layout(file, options);
        } catch (InternalError e) {
            throw MalformedDataException.vanished(file.name(), e);
        } finally {
            file.lifetime().close();
        }
    }

    static FrameLayout layout(MappedFile file, DataSetOptions options) {
        List<String> guesses = new ArrayList<>();
        DmTags tags = DmTags.parse(file);
        DmImage image = DmImage.choose(file.name(), tags, options.dataset(), guesses);
        DType type = image.type(file.name());
        boolean framesFirst = framesFirst(file.name(), image, guesses);
        long[] lengths = image.lengths();
        int axes = lengths.length;
        // Axes from the fastest to the slowest; where a pixel's values follow one another, scan axes are first.
        int sigAxis = framesFirst ? 0 : axes - 2;
        int navAxis = framesFirst ? 2 : 0;
        int[] sig = FileChecks.detector(file.name(), -1, lengths[sigAxis + 1], lengths[sigAxis]);
        long[] nav = new long[Math.max(1, axes - 2)];
        nav[0] = 1;
        long frames = 1;
        for (int i = 0; i < axes - 2; i++) {
            nav[i] = lengths[navAxis + axes - 3 - i];
            frames *= nav[i];
            if (frames > Integer.MAX_VALUE) {
                throw file.malformed(-1, "more frames than an image has", "lengths of axes that fit the file");
            }
        }
        long frameBytes = (long) sig[0] * sig[1] * type.bytes();
        DmTags.Place data = image.data();
        if (data.bytes() / frameBytes < frames) {
            throw file.malformed(
                    data.offset(),
                    data.bytes() + " bytes of pixels",
                    frames + " frames of " + frameBytes + " bytes each, as the lengths of the axes say");
        }
        long whole = frames(file, data, frameBytes, frames, framesFirst, options);
        var files = new FileSet(
                List.of(new DataFile(file.name(), 0, whole, data.offset())),
                sig[0] * sig[1],
                8 * type.bytes(),
                0,
                0,
                framesFirst ? null : ReadRanges.make((ReadRanges.TileBlock) new TransposedFrames(type.bytes(), whole)));
        Decoder decoder = framesFirst
                ? Decoder.plain(ElementType.of(type, tags.little() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN))
                : new TransposedFrames.Gather(type, tags.little());
        return FrameLayout.of(new Shape(nav, sig), files, decoder)
                .header(header(image, tags))
                .guesses(guesses)
                .calibration(DmCalibration.of(image, sigAxis, axes < 3 ? -1 : navAxis));
    }

    private static long frames(
            MappedFile file, DmTags.Place data, long frameBytes, long frames, boolean framesFirst, DataSetOptions o) {
        // Where a pixel's values follow one another, a file that is cut short has no whole frame.
        DataSetOptions options = framesFirst ? o : DataSetOptions.none();
        return FileChecks.frames(file.name(), file.size(), data.offset(), frameBytes, 0, frames, options);
    }

    /// Whether frames follow one another: LiberTEM's reading of the tags.
    private static boolean framesFirst(String name, DmImage image, List<String> guesses) {
        int axes = image.lengths().length;
        Map<String, Object> meta = image.imageTags("Meta Data");
        String format = String.valueOf(meta.get("Format")).strip().toLowerCase(Locale.ROOT);
        if (format.equals("spectrum image")) {
            throw new UnsupportedDataException(name, "it holds a spectrum image, whose positions have no frames");
        }
        if (axes > 5) {
            throw new UnsupportedDataException(
                    name, "its image has " + axes + " axes; nbscope reads 2 (frame) to 5 (series of scans)");
        }
        Object swapped = meta.get("Data Order Swapped");
        if (swapped == null) {
            if (axes > 3) {
                guesses.add("no tag says in which order the pixels lie; read as older versions of "
                        + "DigitalMicrograph write scans, all values of a detector pixel together");
            }
            return axes <= 3;
        }
        boolean first = swapped instanceof Boolean b
                ? b
                : swapped instanceof Number n
                        ? n.longValue() != 0
                        : !swapped.toString().strip().equals("0");
        if (!first && axes != 4) {
            throw new UnsupportedDataException(
                    name,
                    "its image has " + axes + " axes and its tags say that scan and frame are not swapped; nbscope "
                            + "reads that of scans with 4 axes");
        }
        return first;
    }

    private static Map<String, Object> header(DmImage image, DmTags tags) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("image", image.number());
        header.put("data_offset", image.data().offset());
        header.put("byte_order", tags.little() ? "little" : "big");
        header.put("ImageTags", plain(DmTags.group(image.tags(), "ImageTags")));
        return header;
    }

    /// Values without places of arrays.
    private static Map<String, Object> plain(Map<String, Object> group) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<String, Object> e : group.entrySet()) {
            if (e.getValue() instanceof Map<?, ?>) {
                plain.put(e.getKey(), plain(DmTags.group(group, e.getKey())));
            } else if (!(e.getValue() instanceof DmTags.Place)) {
                plain.put(e.getKey(), e.getValue());
            }
        }
        return plain;
    }
}
