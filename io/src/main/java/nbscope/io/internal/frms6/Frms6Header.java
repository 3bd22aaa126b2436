package nbscope.io.internal.frms6;

import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The header of a file of frames: 1024 bytes, little endian.
///
/// @param rows   of a frame as it is stored: half of the sensor, two halves side by side
/// @param cols   even
/// @param frames in the file; 0 where its writer did not say
record Frms6Header(int rows, int cols, long frames) {
    static final int LENGTH = 1024;

    /// Before each frame: times and number.
    static final int FRAME_HEADER = 64;

    private static final int VERSION = 6;

    static boolean isOne(byte[] head) {
        return head.length >= 8
                && head[0] == 0
                && head[1] == LENGTH >> 8
                && head[2] == FRAME_HEADER
                && head[3] == 0
                && head[7] == VERSION;
    }

    /// @throws MalformedDataException when it is none
    static Frms6Header parse(MappedFile file) {
        file.require(0, LENGTH, "the header of an FRMS6 file");
        int header = file.u16(0, "header length");
        int frameHeader = file.u16(2, "frame header length");
        int version = file.u8(7, "version");
        if (header != LENGTH || frameHeader != FRAME_HEADER || version != VERSION) {
            throw file.malformed(
                    0,
                    "headers of " + header + " and " + frameHeader + " bytes, version " + version,
                    LENGTH + " and " + FRAME_HEADER + " bytes, version " + VERSION + "; is it an FRMS6 file?");
        }
        int cols = file.u16(88, "width");
        int rows = file.u16(90, "height");
        // Two rows of the sensor lie in each row of the file.
        if (rows < 1 || cols < 2 || cols % 2 != 0 || (long) rows * cols > Integer.MAX_VALUE / 64) {
            throw file.malformed(
                    88,
                    "frames of " + rows + " rows of " + cols + " pixels",
                    "folded rows of an even number of pixels");
        }
        return new Frms6Header(rows, cols, file.i32(1020, "number of frames") & 0xffffffffL);
    }

    /// Bytes from one frame to the next.
    long stride() {
        return FRAME_HEADER + 2L * rows * cols;
    }
}
