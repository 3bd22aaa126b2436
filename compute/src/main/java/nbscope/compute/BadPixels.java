package nbscope.compute;

import java.util.Locale;

/// The bad pixels of a stack's detector, as the file has it (before any binning).
///
/// A pixel is *saturated* when it holds the largest value of its integer type at any position of any frame
/// (255 for u8, 65,535 for u16: detectors mark pixels so that have no value). It is *hot* when it is not so
/// at every position, its mean over all positions is more than 3 times that of each of its 8 neighbours and
/// more than 5 standard deviations of counting noise above it, and it is above all of them in at least
/// three quarters of the patterns (of up to 128 patterns, spread evenly over the stack). So a disk or a
/// spot that is brightest in some of the patterns only is not hot; a beam that falls on one single pixel in
/// nearly all of them is, and two hot pixels side by side are not.
///
/// @param rows            detector rows of the file
/// @param cols            detector columns of the file
/// @param mask            true for a bad pixel, row by row
/// @param hot             how many are hot
/// @param saturated       how many are saturated
/// @param saturatedValues how many values in the whole stack are
/// @param use             what was done about them
public record BadPixels(
        int rows, int cols, boolean[] mask, int hot, int saturated, long saturatedValues, BadPixels.Use use) {
    /// What happens to bad pixels.
    public enum Use {
        /// They are counted and reported; every sum has them.
        REPORT,
        /// They belong to no detector; the data stays as it is.
        EXCLUDE,
        /// They were replaced by the mean of their good neighbours in the loaded copy.
        REPAIR
    }

    public BadPixels {
        mask = mask.clone();
    }

    @Override
    public boolean[] mask() {
        return mask.clone();
    }

    /// How many pixels are bad, for whatever reason.
    public int count() {
        int n = 0;
        for (boolean bad : mask) {
            n += bad ? 1 : 0;
        }
        return n;
    }

    public boolean isBad(int row, int col) {
        return mask[row * cols + col];
    }

    /// A sentence, like "2 bad pixels (1 hot, 1 saturated in 12 values); every sum has them".
    @Override
    public String toString() {
        int n = count();
        if (n == 0) {
            return "no bad pixels";
        }
        String kinds = hot == 0 && saturated == 0
                ? " (given)"
                : " (" + hot + " hot, " + saturated + " saturated"
                        + (saturated == 0 ? ")" : String.format(Locale.ROOT, " in %,d values)", saturatedValues));
        return n
                + (n == 1 ? " bad pixel" : " bad pixels")
                + kinds
                + switch (use) {
                    case REPORT ->
                        "; every sum has " + (n == 1 ? "it" : "them")
                                + ", LoadOptions.standard().excludeBadPixels() leaves bad pixels out";
                    case EXCLUDE -> "; left out of every detector, the data is as in the file";
                    case REPAIR -> "; replaced by the mean of the good neighbours in the loaded copy";
                };
    }
}
