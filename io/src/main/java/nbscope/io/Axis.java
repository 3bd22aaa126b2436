package nbscope.io;

/// One axis of an array: its name (`scan_row`, `det_col`, `frame`), the value per pixel, the unit of that value and
/// the value at index 0. An uncalibrated axis has step 1, unit `px` and origin 0; a file that gives a step without
/// saying of what has an empty unit.
public record Axis(String name, double step, String unit, double origin) {
    public static Axis pixels(String name) {
        return new Axis(name, 1, "px", 0);
    }
}
