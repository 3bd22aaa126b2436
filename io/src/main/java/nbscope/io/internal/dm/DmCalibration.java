package nbscope.io.internal.dm;

import java.util.List;
import java.util.Map;
import nbscope.io.Calibration;

/// Units of an image, where its tags leave no doubt: the same scale along both axes, in milliradian on the
/// detector and in a unit of length along the scan.
final class DmCalibration {
    private DmCalibration() {}

    /// @param sigAxis first of the two axes of the detector, the fastest axis being 0
    /// @param navAxis first axis of the scan, -1 for none
    static Calibration of(DmImage image, int sigAxis, int navAxis) {
        Calibration c = Calibration.none();
        Map<String, Object> axes =
                DmTags.group(DmTags.group(DmTags.group(image.tags(), "ImageData"), "Calibrations"), "Dimension");
        List<Object> list = List.copyOf(axes.values());
        double mrad = scale(list, sigAxis, 2, "mrad", 1);
        if (mrad > 0) {
            c = c.mradPerPixel(mrad);
        }
        if (navAxis >= 0) {
            int scan = Math.min(2, image.lengths().length - 2);
            double nm = scale(list, navAxis, scan, "nm", 10);
            double um = scale(list, navAxis, scan, "\u00b5m", 1e4);
            double step = nm > 0 ? nm : um;
            c = step > 0 ? c.scanStep(step) : c;
        }
        if (image.imageTags("Microscope Info").get("Voltage") instanceof Number volt && volt.doubleValue() > 0) {
            c = c.voltage(volt.doubleValue() / 1000);
        }
        return c;
    }

    /// Scale of some axes in the unit, NaN where they differ or have another unit.
    private static double scale(List<Object> axes, int first, int count, String unit, double factor) {
        double scale = Double.NaN;
        for (int i = first; i < first + count; i++) {
            if (i >= axes.size()
                    || !(axes.get(i) instanceof Map<?, ?> axis)
                    || !unit.equals(String.valueOf(axis.get("Units")).strip())
                    || !(axis.get("Scale") instanceof Number n)
                    || (i > first && n.doubleValue() != scale)) {
                return Double.NaN;
            }
            scale = n.doubleValue();
        }
        return scale * factor;
    }
}
