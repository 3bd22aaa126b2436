package nbscope.io.internal.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import org.jspecify.annotations.Nullable;

/// An image of a DigitalMicrograph file.
///
/// @param number   its place in `ImageList`, from 0
/// @param data     where its pixels lie
/// @param kind     code of the type of its pixels
/// @param lengths  of its axes, the fastest first
/// @param tags     its group in the file
record DmImage(int number, DmTags.Place data, long kind, long[] lengths, Map<String, Object> tags) {
    private static final int MOST_AXES = 8;

    /// The image that was asked for, else the largest that is no thumbnail.
    ///
    /// @param asked number of the image, null for the largest
    static DmImage choose(String name, DmTags tags, @Nullable String asked, List<String> guesses) {
        List<DmImage> all = all(name, tags);
        if (all.isEmpty()) {
            throw new MalformedDataException(
                    name, -1, "no image of 2 axes or more in its tags", "frames; nbscope does not read spectra");
        }
        StringJoiner known = new StringJoiner(", ");
        all.forEach(i -> known.add(i.number + " (" + i.text() + ")"));
        if (asked != null) {
            return all.stream()
                    .filter(i -> Integer.toString(i.number).equals(asked))
                    .findFirst()
                    .orElseThrow(() -> new UnsupportedDataException(
                            name, "there is no image \"" + asked + "\" in it; its images are " + known));
        }
        List<DmImage> images = withoutThumbnails(all, tags);
        DmImage best = images.getFirst();
        for (DmImage image : images) {
            if (image.data.bytes() > best.data.bytes()) {
                best = image;
            }
        }
        if (images.size() > 1) {
            guesses.add("image " + best.number + " was taken, the largest of " + known
                    + "; say its number as data set for another");
        }
        return best;
    }

    private static List<DmImage> withoutThumbnails(List<DmImage> all, DmTags tags) {
        List<DmImage> rest = new ArrayList<>(all);
        for (Object thumbnail : DmTags.group(tags.root(), "Thumbnails").values()) {
            if (thumbnail instanceof Map<?, ?> t && t.get("ImageIndex") instanceof Long index) {
                rest.removeIf(i -> i.number == index);
            }
        }
        return rest.isEmpty() ? all : rest;
    }

    private static List<DmImage> all(String name, DmTags tags) {
        List<DmImage> images = new ArrayList<>();
        int number = 0;
        for (Object entry : DmTags.group(tags.root(), "ImageList").values()) {
            int place = number++;
            if (!(entry instanceof Map<?, ?>)) {
                continue;
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> image = (Map<String, Object>) entry;
            Map<String, Object> data = DmTags.group(image, "ImageData");
            Map<String, Object> axes = DmTags.group(data, "Dimensions");
            if (!(data.get(DmTags.DATA) instanceof DmTags.Place pixels)) {
                continue;
            }
            if (tags.cut() && (axes.isEmpty() || !(data.get("DataType") instanceof Long))) {
                throw new MalformedDataException(
                        name,
                        pixels.offset(),
                        "the end of the file before the pixels of image " + place + " end",
                        pixels.bytes() + " bytes of pixels and the lengths of their axes after them; the file is "
                                + "cut short, copy it again");
            }
            if (axes.size() >= 2 && data.get("DataType") instanceof Long kind) {
                images.add(new DmImage(place, pixels, kind, lengths(name, axes, place), image));
            }
        }
        return images;
    }

    private static long[] lengths(String name, Map<String, Object> axes, int image) {
        if (axes.size() > MOST_AXES) {
            throw new MalformedDataException(
                    name, -1, "image " + image + " of " + axes.size() + " axes", "at most " + MOST_AXES);
        }
        return axes.values().stream()
                .mapToLong(v -> {
                    if (v instanceof Long n && n > 0 && n <= Integer.MAX_VALUE) {
                        return n;
                    }
                    throw new MalformedDataException(
                            name, -1, "an axis of length " + v + " in image " + image, "1 or more; it is damaged");
                })
                .toArray();
    }

    /// The type of the pixels.
    ///
    /// @throws UnsupportedDataException for complex numbers, colours and others
    DType type(String name) {
        return switch ((int) Math.min(kind, Integer.MAX_VALUE)) {
            case 1 -> DType.I16;
            case 2 -> DType.F32;
            case 6, 14 -> DType.U8;
            case 7 -> DType.I32;
            case 9 -> DType.I8;
            case 10 -> DType.U16;
            case 11 -> DType.U32;
            case 12 -> DType.F64;
            case 39 -> DType.I64;
            case 40 -> DType.U64;
            default ->
                throw new UnsupportedDataException(
                        name,
                        "the pixels of image " + number + " are of DigitalMicrograph's type " + kind
                                + (kind == 23 || kind == 8 ? ", colours" : "")
                                + (kind == 3 || kind == 13 || kind == 5 ? ", complex numbers" : "")
                                + "; nbscope reads whole and real numbers. Save it as real numbers");
        };
    }

    /// A group of the image's own tags.
    Map<String, Object> imageTags(String group) {
        return DmTags.group(DmTags.group(tags, "ImageTags"), group);
    }

    private String text() {
        StringJoiner lengthsText = new StringJoiner(" x ");
        for (int i = lengths.length - 1; i >= 0; i--) {
            lengthsText.add(Long.toString(lengths[i]));
        }
        return lengthsText.toString();
    }
}
