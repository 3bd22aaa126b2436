package nbscope.compute;

import org.jspecify.annotations.Nullable;

/// Where bad pixels are known from.
///
/// @param find  look for hot and saturated pixels while loading, see [BadPixels]
/// @param given one entry per detector pixel of the file, row by row, true for a bad one; null: no mask
public record BadPixelSearch(boolean find, boolean @Nullable [] given) {
    /// No pixel is bad.
    public static final BadPixelSearch NONE = new BadPixelSearch(false, null);

    /// Hot and saturated pixels.
    public static final BadPixelSearch FIND = new BadPixelSearch(true, null);

    public BadPixelSearch {
        given = given == null ? null : given.clone();
    }

    /// These pixels and no others: one entry per detector pixel of the file, row by row, before any binning.
    public static BadPixelSearch mask(boolean[] bad) {
        return new BadPixelSearch(false, bad);
    }

    @Override
    public boolean @Nullable [] given() {
        return given == null ? null : given.clone();
    }
}
