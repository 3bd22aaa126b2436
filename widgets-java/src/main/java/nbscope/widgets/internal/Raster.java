package nbscope.widgets.internal;

import java.util.Arrays;

/// A small picture in memory: opaque ARGB pixels, row after row.
record Raster(int width, int height, int[] pixels) {
    static Raster filled(int width, int height, int colour) {
        int[] pixels = new int[Math.multiplyExact(width, height)];
        Arrays.fill(pixels, colour);
        return new Raster(width, height, pixels);
    }

    /// Every pixel becomes a square.
    Raster enlarged(int factor) {
        if (factor == 1) {
            return this;
        }
        Raster out = filled(width * factor, height * factor, 0);
        for (int y = 0; y < out.height; y++) {
            for (int x = 0; x < out.width; x++) {
                out.pixels[y * out.width + x] = pixels[y / factor * width + x / factor];
            }
        }
        return out;
    }

    /// A filled rectangle; what lies outside is cut off.
    void fill(int left, int top, int columns, int rows, int colour) {
        for (int y = Math.max(0, top); y < Math.min(height, top + rows); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, left + columns); x++) {
                pixels[y * width + x] = colour;
            }
        }
    }

    /// Both pictures beside each other on white.
    static Raster beside(Raster left, Raster right, int gap) {
        Raster out = filled(left.width + gap + right.width, Math.max(left.height, right.height), 0xffffffff);
        out.copy(left, 0);
        out.copy(right, left.width + gap);
        return out;
    }

    private void copy(Raster from, int left) {
        for (int y = 0; y < from.height; y++) {
            System.arraycopy(from.pixels, y * from.width, pixels, y * width + left, from.width);
        }
    }
}
