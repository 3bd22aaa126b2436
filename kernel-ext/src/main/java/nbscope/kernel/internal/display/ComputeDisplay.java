package nbscope.kernel.internal.display;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import nbscope.compute.Image;
import nbscope.compute.MemoryReport;
import nbscope.compute.Provenance;
import nbscope.compute.RadialProfile;
import nbscope.compute.TimeTrace;
import nbscope.compute.VectorField;
import nbscope.compute.udf.NavValues;
import nbscope.kernel.tables.Tables;
import nbscope.kernel.tables.VegaLite;
import nbscope.widgets.Display;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/// How results of a stack look: images as pictures, traces and profiles as curves, memory as a table.
final class ComputeDisplay {
    private ComputeDisplay() {}

    static Optional<Map<String, String>> of(Object value) {
        return switch (value) {
            case Image image -> Optional.of(picture(Display.lut("gray").png(image), text(image)));
            case NavValues values -> of(values.image());
            case VectorField field -> Optional.of(picture(Display.lut("RdBu").png(field), text(field)));
            case TimeTrace trace ->
                Optional.of(curve(
                        "frame",
                        IntStream.range(0, trace.sums().length).asDoubleStream().toArray(),
                        "mean",
                        trace.means()));
            case RadialProfile profile ->
                Optional.of(curve("r (" + profile.unit() + ")", profile.radius(), "mean", profile.mean()));
            case MemoryReport report ->
                Optional.of(Map.of(
                        "text/html",
                        TableHtml.of(Tables.pools(report)) + TableHtml.of(Tables.memory(report)),
                        "text/plain",
                        report.toString()));
            default -> Optional.empty();
        };
    }

    /// As HTML with a caption that says how it was computed; as PNG for pages that show no HTML.
    private static Map<String, String> picture(byte[] png, String text) {
        String data = Base64.getEncoder().encodeToString(png);
        String html = "<figure style=\"margin:0\"><img alt=\"\" src=\"data:image/png;base64," + data
                + "\"><figcaption style=\"opacity:0.7\">" + TableHtml.escaped(text) + "</figcaption></figure>";
        return Map.of("text/html", html, "image/png", data, "text/plain", text);
    }

    private static Map<String, String> curve(String x, double[] along, String y, double[] values) {
        var table = Table.create(DoubleColumn.create(x, along), DoubleColumn.create(y, values));
        return VegaLite.line(table).x(x).y(y).mimeBundle();
    }

    private static String text(Image image) {
        return String.format(
                Locale.ROOT,
                "%d x %d %s, %s to %s%s",
                image.rows(),
                image.cols(),
                image.dtype().wireName(),
                number(image.min()),
                number(image.max()),
                text(image.provenance()));
    }

    private static String text(VectorField field) {
        return String.format(
                Locale.ROOT,
                "%d x %d vectors in %s, rows %s to %s, columns %s to %s%s",
                field.row().rows(),
                field.row().cols(),
                field.unit(),
                number(field.row().min()),
                number(field.row().max()),
                number(field.col().min()),
                number(field.col().max()),
                text(field.provenance()));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String text(Provenance how) {
        if (how.equals(Provenance.NONE)) {
            return "";
        }
        String notes = how.notes().isEmpty() ? "" : "; " + String.join("; ", how.notes());
        return String.format(
                Locale.ROOT,
                " (%s, %.1f MB in %.2f ms%s)",
                how.path().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                how.bytesTouched() / 1e6,
                how.nanos() / 1e6,
                notes);
    }
}
