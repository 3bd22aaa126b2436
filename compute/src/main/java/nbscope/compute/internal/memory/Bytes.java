package nbscope.compute.internal.memory;

import java.util.Locale;

/// Sizes as people read them.
public final class Bytes {
    private Bytes() {}

    /// `9.0 GiB`, `75.5 MiB`, `812 bytes`.
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double value = bytes / 1024.0;
        int u = 0;
        while (value >= 1023.95 && u < units.length - 1) {
            value /= 1024;
            u++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[u]);
    }
}
