package nbscope.io.czi;

/// The layout of decoded pixels: `height` rows of `width` pixels in C order, little endian, colours
/// blue first.
public record CziRaster(CziPixelType pixelType, int width, int height) {
    public long bytes() {
        return (long) width * height * pixelType.bytes();
    }

    /// `[height, width]`, and the samples where there is more than one.
    public long[] shape() {
        return pixelType.samples() == 1 ? new long[] {height, width} : new long[] {height, width, pixelType.samples()};
    }
}
