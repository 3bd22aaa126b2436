package nbscope.io.czi;

import java.util.Arrays;

/// Which pixels of a tile were measured.
///
/// @param width  in pixels, as stored
/// @param height in pixels, as stored
/// @param stride bytes from row to row
/// @param bits   one for each pixel, the first in the highest bit of a byte; set where the pixel counts
public record CziMask(int width, int height, int stride, byte[] bits) {
    public CziMask {
        if (width < 0 || height < 0 || (long) stride * 8 < width || (long) stride * height > bits.length) {
            throw new IllegalArgumentException("a mask of " + width + " x " + height + " pixels with rows of " + stride
                    + " bytes does not fit " + bits.length + " bytes");
        }
        bits = bits.clone();
    }

    @Override
    public byte[] bits() {
        return bits.clone();
    }

    /// Whether a pixel counts; those outside of the mask do not.
    public boolean valid(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && (bits[y * stride + (x >> 3)] & (0x80 >> (x & 7))) != 0;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CziMask m
                && m.width == width
                && m.height == height
                && m.stride == stride
                && Arrays.equals(m.bits, bits);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return "mask of " + width + " x " + height + " pixels";
    }
}
