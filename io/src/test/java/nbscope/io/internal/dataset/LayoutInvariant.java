package nbscope.io.internal.dataset;

import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FrameLayout;

/// What every layout that a format accepts must hold, for fuzz targets.
public final class LayoutInvariant {
    private LayoutInvariant() {}

    /// Throws where frames would lie outside of a file, or their number would not fit an array.
    public static void check(FrameLayout layout, long size) {
        long pixelBytes = ((long) layout.files().framePixels() * layout.files().bitsPerPixel() + 7) / 8;
        for (DataFile file : layout.files().files()) {
            if (file.end() > file.first() && layout.files().frameStart(file, file.end() - 1) + pixelBytes > size) {
                throw new IllegalStateException("frames outside of the file: " + layout);
            }
        }
        if (layout.shape().frames() < 0 || layout.shape().pixels() < 1) {
            throw new IllegalStateException("an impossible shape: " + layout.shape());
        }
    }
}
