package nbscope.io.internal.zarr;

import java.util.Map;

/// The names of units in NGFF (those of UDUNITS-2) and the short ones of an [nbscope.io.Axis].
final class LengthUnits {
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("angstrom", "Å"),
            Map.entry("picometer", "pm"),
            Map.entry("nanometer", "nm"),
            Map.entry("micrometer", "µm"),
            Map.entry("millimeter", "mm"),
            Map.entry("centimeter", "cm"),
            Map.entry("meter", "m"),
            Map.entry("nanosecond", "ns"),
            Map.entry("microsecond", "µs"),
            Map.entry("millisecond", "ms"),
            Map.entry("second", "s"),
            Map.entry("minute", "min"),
            Map.entry("hour", "h"));

    private LengthUnits() {}

    /// The short name, or the long one where there is no other.
    static String shortName(String unit) {
        return SHORT.getOrDefault(unit, unit);
    }

    /// NGFF's name of a unit, short or long; empty where NGFF has none.
    static String longName(String unit) {
        // The letter mu as well as the micro sign.
        String sign = unit.replace('\u03bc', '\u00b5');
        for (Map.Entry<String, String> entry : SHORT.entrySet()) {
            if (entry.getValue().equals(sign) || entry.getKey().equals(sign)) {
                return entry.getKey();
            }
        }
        return sign.equals("um") ? "micrometer" : "";
    }
}
