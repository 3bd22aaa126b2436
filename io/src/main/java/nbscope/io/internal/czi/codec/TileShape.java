package nbscope.io.internal.czi.codec;

import nbscope.io.czi.CziPixelType;

/// What a decoder has to deliver: `height` rows of `width` pixels in C order, little endian, samples blue first.
public record TileShape(CziPixelType type, int width, int height) {
    public long rowBytes() {
        return (long) width * type.bytes();
    }

    public long bytes() {
        return rowBytes() * height;
    }
}
