package nbscope.io.benchmark;

import java.util.Locale;

/// What a row should reach; NaN where nothing is asked.
///
/// @param ratio times as fast as the peer
/// @param most  of the row's figure
/// @param aim   beyond the goal: times as fast as the peer
public record Goal(double ratio, double most, double aim) {
    public static final Goal NONE = new Goal(Double.NaN, Double.NaN, Double.NaN);

    public static Goal ratio(double ratio) {
        return new Goal(ratio, Double.NaN, Double.NaN);
    }

    public static Goal atMost(double most) {
        return new Goal(Double.NaN, most, Double.NaN);
    }

    public Goal aim(double times) {
        return new Goal(ratio, most, times);
    }

    boolean isNone() {
        return Double.isNaN(ratio) && Double.isNaN(most);
    }

    String text() {
        String goal = Double.isNaN(ratio)
                ? String.format(Locale.ROOT, "<= %.2f", most)
                : String.format(Locale.ROOT, "%.2fx", ratio);
        return Double.isNaN(aim) ? goal : goal + String.format(Locale.ROOT, " (aim %.2fx)", aim);
    }

    /// @param found times as fast as the peer, NaN without one
    boolean met(double ours, double found) {
        return !(found < ratio) && !(ours > most);
    }
}
