package nbscope.io.internal.tvips;

import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.FileChecks;

/// The header of a series, at the start of its first file: 256 bytes, little endian.
///
/// @param version    1 or 2
/// @param sig        rows, columns
/// @param type       of the pixels
/// @param imageBytes header before each frame
/// @param otherBytes what a header of version 1 names where it should name nothing, 0 for nothing
/// @param fields     all numbers, by the names that TVIPS gives them
record TvipsHeader(int version, int[] sig, DType type, int imageBytes, int otherBytes, Map<String, Object> fields) {
    static final int LENGTH = 256;

    /// Headers of frames in version 1: counter, time, milliseconds.
    private static final int SHORT_IMAGE_HEADER = 12;

    private static final int LONGEST_IMAGE_HEADER = 1 << 20;

    private static final String[] NAMES = {
        "ISize",
        "IVersion",
        "IXDim",
        "IYDim",
        "IBPP",
        "IXOff",
        "IYOff",
        "IXBin",
        "IYBin",
        "IPixelSize",
        "IHT",
        "IMagTotal",
        "IImgHeaderBytes"
    };

    /// @throws MalformedDataException when it is none
    /// @throws UnsupportedDataException when it is one of a version or depth that nobody has described
    static TvipsHeader parse(MappedFile head) {
        head.require(0, LENGTH, "the header of a TVIPS series");
        int size = head.i32(0, "header size");
        if (size != LENGTH) {
            throw head.malformed(
                    0, "a header of " + size + " bytes", LENGTH + "; is this the first file of a TVIPS series?");
        }
        int version = head.i32(4, "version");
        if (version != 1 && version != 2) {
            throw new UnsupportedDataException(
                    head.name(), "it is of version " + version + "; nbscope reads TVIPS series of versions 1 and 2");
        }
        int bits = head.i32(16, "bits per pixel");
        if (bits != 8 && bits != 16) {
            throw new UnsupportedDataException(
                    head.name(), "its pixels have " + bits + " bits; nbscope reads TVIPS series of 8 and 16");
        }
        int[] sig = FileChecks.detector(head.name(), 8, head.i32(12, "height"), head.i32(8, "width"));
        int named = head.i32(48, "length of image headers");
        boolean possible = named >= 0 && named <= LONGEST_IMAGE_HEADER;
        if (version == 2 && !possible) {
            throw head.malformed(
                    48,
                    "image headers of " + named + " bytes",
                    "0 to " + LONGEST_IMAGE_HEADER + "; the header is damaged");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < (version == 1 ? NAMES.length - 1 : NAMES.length); i++) {
            fields.put(NAMES[i], head.i32(4L * i, NAMES[i]));
        }
        DType type = bits == 8 ? DType.U8 : DType.U16;
        return version == 2
                ? new TvipsHeader(version, sig, type, named, 0, fields)
                : new TvipsHeader(version, sig, type, SHORT_IMAGE_HEADER, possible ? named : 0, fields);
    }

    /// The same with the image headers that the header names.
    TvipsHeader withOtherBytes() {
        return new TvipsHeader(version, sig, type, otherBytes, 0, fields);
    }

    /// Bytes from one frame to the next.
    long stride() {
        return imageBytes + (long) sig[0] * sig[1] * type.bytes();
    }
}
