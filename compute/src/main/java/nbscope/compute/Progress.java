package nbscope.compute;

import java.util.Locale;

/// How far a pass over data is. A value; [ProgressMeter] makes it.
///
/// @param doneBytes      bytes of data that are done
/// @param totalBytes     bytes that there are to do; negative where nobody knows
/// @param seconds        since the start
/// @param bytesPerSecond over the last seconds; NaN before there is a rate to speak of
/// @param secondsLeft    at this rate; NaN while that cannot be said
public record Progress(long doneBytes, long totalBytes, double seconds, double bytesPerSecond, double secondsLeft) {
    private static final double LONG_SECONDS = 100;
    private static final double LONG_MINUTES = 100;

    /// The part that is done, 0 to 1; NaN where nobody knows the total.
    public double share() {
        if (totalBytes < 0) {
            return Double.NaN;
        }
        return totalBytes == 0 ? 1 : Math.clamp((double) doneBytes / totalBytes, 0, 1);
    }

    /// `62 %, 745 of 1200 MB, 812 MB/s, about 12 s left`; what is not known is left out.
    public String text() {
        Unit unit = Unit.of(Math.max(doneBytes, totalBytes));
        StringBuilder text = new StringBuilder();
        if (totalBytes >= 0) {
            text.append((int) (100 * share())).append(" %, ");
        }
        text.append(unit.number(doneBytes));
        if (totalBytes >= 0) {
            text.append(" of ").append(unit.number(totalBytes));
        }
        text.append(' ').append(unit.name);
        if (!Double.isNaN(bytesPerSecond)) {
            text.append(", ").append(rate(bytesPerSecond));
        }
        if (!Double.isNaN(secondsLeft)) {
            text.append(", about ").append(duration(secondsLeft)).append(" left");
        }
        return text.toString();
    }

    /// What stays when all is over: `1200 MB in 1.5 s, 812 MB/s`.
    public String summary() {
        String format = seconds < 1 ? "%s in %.2f s" : "%s in %.1f s";
        String text = String.format(Locale.ROOT, format, size(doneBytes), seconds);
        return seconds > 0 ? text + ", " + rate(doneBytes / seconds) : text;
    }

    private static String size(long bytes) {
        Unit unit = Unit.of(bytes);
        return unit.number(bytes) + " " + unit.name;
    }

    /// Three digits at least, so that a change of some per cent shows.
    private static String rate(double bytes) {
        int power = bytes >= 1e9 ? 9 : bytes >= 1e6 ? 6 : 3;
        double value = bytes / Math.pow(10, power);
        String unit = power == 9 ? "GB/s" : power == 6 ? "MB/s" : "kB/s";
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, unit);
    }

    private static String duration(double seconds) {
        double minutes = seconds / 60;
        return minutes > LONG_MINUTES
                ? Math.round(minutes / 60) + " h"
                : seconds > LONG_SECONDS ? Math.round(minutes) + " min" : (long) Math.max(1, Math.ceil(seconds)) + " s";
    }

    /// Sizes that stand beside each other have one unit.
    private enum Unit {
        KB("kB", 1e3, "%.0f"),
        MB("MB", 1e6, "%.0f"),
        GB("GB", 1e9, "%.1f");

        private final String name;
        private final double bytes;
        private final String format;

        Unit(String name, double bytes, String format) {
            this.name = name;
            this.bytes = bytes;
            this.format = format;
        }

        static Unit of(long most) {
            return most < MB.bytes ? KB : most < 10 * GB.bytes ? MB : GB;
        }

        String number(long count) {
            return String.format(Locale.ROOT, format, count / bytes);
        }
    }
}
