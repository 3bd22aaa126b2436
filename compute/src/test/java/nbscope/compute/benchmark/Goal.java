package nbscope.compute.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a row should reach; NaN where nothing is asked.
///
/// @param ratio   times as fast as the peer
/// @param ofLimit part of the read limit
/// @param least   of the row's figure
/// @param most    of the row's figure
record Goal(double ratio, double ofLimit, double least, double most) {
    static final Goal NONE = new Goal(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static Goal ratio(double ratio) {
        return new Goal(ratio, Double.NaN, Double.NaN, Double.NaN);
    }

    static Goal atMost(double most) {
        return new Goal(Double.NaN, Double.NaN, Double.NaN, most);
    }

    static Goal atLeast(double least) {
        return new Goal(Double.NaN, Double.NaN, least, Double.NaN);
    }

    Goal ofLimit(double part) {
        return new Goal(ratio, part, least, most);
    }

    /// Null where nothing is asked.
    @Nullable
    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, ratio, "%.2fx");
        add(parts, ofLimit, "%.2f of limit");
        add(parts, least, ">= %.2f");
        add(parts, most, "<= %.2f");
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private static void add(List<String> parts, double value, String format) {
        if (!Double.isNaN(value)) {
            parts.add(String.format(Locale.ROOT, format, value));
        }
    }

    boolean met(double ours, @Nullable Double foundRatio, @Nullable Double foundOfLimit) {
        return !(foundRatio != null && foundRatio < ratio)
                && !(foundOfLimit != null && foundOfLimit < ofLimit)
                && !(ours < least)
                && !(ours > most);
    }
}
