package nbscope.compute;

import nbscope.io.DataSet;
import org.jspecify.annotations.Nullable;

/// How a stack is loaded. A value; start from [#standard()] and change what differs:
///
/// ```java
/// DeviceStack.load(data, LoadOptions.standard().detectorBin(2).excludeBadPixels());
/// ```
///
/// @param device      where to; null: [Device#best()]
/// @param progress    who hears how far it is
/// @param detectorBin detector pixels per side that become one: 1, 2, 4 or 8, or [#AUTO]
/// @param scanBin     scan positions per side that become one: 1, 2, 4 or 8
/// @param average     binned values are means (float32; float64 of float64 data), else sums
/// @param search      which pixels are bad
/// @param use         what happens to bad pixels
public record LoadOptions(
        @Nullable Device device,
        LoadProgress progress,
        int detectorBin,
        int scanBin,
        boolean average,
        BadPixelSearch search,
        BadPixels.Use use) {
    /// The smallest detector bin that fits the budget.
    public static final int AUTO = 0;

    private static final LoadOptions STANDARD =
            new LoadOptions(null, LoadProgress.SILENT, 1, 1, false, BadPixelSearch.FIND, BadPixels.Use.REPORT);

    public LoadOptions {
        if (detectorBin != AUTO && !isFactor(detectorBin) || !isFactor(scanBin)) {
            throw new IllegalArgumentException("a bin is 1, 2, 4 or 8, the detector's also LoadOptions.AUTO; found "
                    + detectorBin + " for the detector and " + scanBin + " for the scan");
        }
    }

    /// [Device#best()], a progress bar when it takes longer than half a second, nothing binned, bad pixels
    /// found and reported and nothing done about them.
    public static LoadOptions standard() {
        return STANDARD.progress(LoadProgress.bar());
    }

    public LoadOptions device(Device value) {
        return new LoadOptions(value, progress, detectorBin, scanBin, average, search, use);
    }

    public LoadOptions progress(LoadProgress value) {
        return new LoadOptions(device, value, detectorBin, scanBin, average, search, use);
    }

    /// Adds up `factor` x `factor` detector pixels. Rows and columns at the end that fill no bin are dropped.
    public LoadOptions detectorBin(int factor) {
        return new LoadOptions(device, progress, factor, scanBin, average, search, use);
    }

    /// The smallest of 1, 2, 4 and 8 that fits the budget.
    public LoadOptions autoDetectorBin() {
        return detectorBin(AUTO);
    }

    /// Adds up `factor` x `factor` scan positions. Rows and columns at the end that fill no bin are dropped.
    public LoadOptions scanBin(int factor) {
        return new LoadOptions(device, progress, detectorBin, factor, average, search, use);
    }

    /// Binned values are means and not sums: the exact sum, divided and rounded once to float32 (float64
    /// data stays float64). Without a bin the data stays as it is.
    public LoadOptions mean() {
        return new LoadOptions(device, progress, detectorBin, scanBin, true, search, use);
    }

    /// Which pixels are bad. A mask that is given is used: its pixels are excluded unless they are repaired.
    public LoadOptions badPixels(BadPixelSearch value) {
        var then = value.given() != null && use == BadPixels.Use.REPORT ? BadPixels.Use.EXCLUDE : use;
        return new LoadOptions(device, progress, detectorBin, scanBin, average, value, then);
    }

    /// Bad pixels belong to no detector; the data stays as it is. A binned pixel is bad when one of its
    /// pixels is.
    public LoadOptions excludeBadPixels() {
        return new LoadOptions(device, progress, detectorBin, scanBin, average, search, BadPixels.Use.EXCLUDE);
    }

    /// In the loaded copy each bad pixel becomes the mean of its good neighbours (of the 8 around it) in the
    /// same pattern, rounded to nearest for integers, before anything is binned. Bad pixels that are to be
    /// found are found first, in a pass of its own: the file is read twice.
    public LoadOptions repairBadPixels() {
        return new LoadOptions(device, progress, detectorBin, scanBin, average, search, BadPixels.Use.REPAIR);
    }

    /// Pixels that the file itself masks belong to no detector, unless the caller gave another mask. They are
    /// joined with what a search finds where bad pixels are excluded or repaired; else nothing is searched for,
    /// because what is only reported must not be excluded with them.
    LoadOptions withMaskOf(DataSet data) {
        boolean @Nullable [] masked = search.given() == null ? data.maskedPixels() : null;
        boolean any = false;
        for (int p = 0; masked != null && p < masked.length; p++) {
            any |= masked[p];
        }
        if (!any) {
            return this;
        }
        boolean find = search.find() && use != BadPixels.Use.REPORT;
        return badPixels(new BadPixelSearch(find, masked));
    }

    private static boolean isFactor(int n) {
        return n == 1 || n == 2 || n == 4 || n == 8;
    }
}
