package nbscope.widgets.internal;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nbscope.compute.Image;
import nbscope.widgets.Display;
import nbscope.widgets.Panel;

/// Pictures without a browser, with the browser's pixels.
public final class Pictures {
    private static final int EXPORT_SIZE = 512;
    private static final int PREVIEW_SIZE = 256;
    private static final int SHOWN_SIZE = 384;
    private static final int GAP = 8;

    private Pictures() {}

    /// Writes a PNG: each panel enlarged by a whole factor to about 512 pixels, with a scale bar.
    ///
    /// @param bare one pixel per value and no scale bar
    public static void save(Path file, StackSource stack, Settings settings, Panel panel, boolean bare) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new IllegalArgumentException(
                    "a picture is written as PNG: the file's name must end with .png; found " + file);
        }
        AtomicFile.check(file);
        AtomicFile.write(file, Png.encode(picture(stack, settings, panel, bare ? 0 : EXPORT_SIZE)));
    }

    /// A small PNG of both panels in base64.
    static String preview(StackSource stack, Settings settings) {
        return Base64.getEncoder().encodeToString(Png.encode(picture(stack, settings, Panel.BOTH, PREVIEW_SIZE)));
    }

    /// One image, or several beside each other, as PNG.
    public static byte[] png(Display display, Image... images) {
        Raster all = null;
        for (Image image : images) {
            int factor = Math.max(1, SHOWN_SIZE / Math.max(image.rows(), image.cols()));
            Raster one = paint(image, display).enlarged(factor);
            all = all == null ? one : Raster.beside(all, one, GAP);
        }
        return Png.encode(java.util.Objects.requireNonNull(all, "an image at least"));
    }

    /// Images beside each other as PNG, each in its own colours; empty when there are none.
    static Optional<byte[]> png(List<Image> images, List<Display> displays) {
        Raster all = null;
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int factor = Math.max(1, PREVIEW_SIZE / Math.max(image.rows(), image.cols()));
            Raster one = paint(image, displays.get(i)).enlarged(factor);
            all = all == null ? one : Raster.beside(all, one, GAP);
        }
        return Optional.ofNullable(all).map(Png::encode);
    }

    private static Raster picture(StackSource stack, Settings settings, Panel panel, int size) {
        return switch (panel) {
            case DIFFRACTION -> diffraction(stack, settings, size);
            case VIRTUAL -> virtual(stack, settings, size);
            case BOTH -> Raster.beside(diffraction(stack, settings, size), virtual(stack, settings, size), GAP);
        };
    }

    private static Raster diffraction(StackSource stack, Settings settings, int size) {
        int[] probe = settings.probe();
        Image image = settings.sumPattern()
                ? stack.sumPattern(settings.frame())
                : stack.pattern(settings.frame(), probe[0], probe[1]);
        double step = stack.facts().calibration().mradPerPixel();
        return panel(image, settings.diffraction(), size, ScaleBar.of(image.cols(), step, "mrad"));
    }

    private static Raster virtual(StackSource stack, Settings settings, int size) {
        Image image = stack.virtualImage(settings.frame(), settings.detector());
        double step = stack.facts().calibration().scanStepAngstrom();
        return panel(image, settings.virtual(), size, ScaleBar.of(image.cols(), step, "Å"));
    }

    private static Raster panel(Image image, Display display, int size, ScaleBar bar) {
        Raster raster = paint(image, display);
        if (size == 0) {
            return raster;
        }
        int factor = Math.max(1, size / Math.max(image.rows(), image.cols()));
        Raster enlarged = raster.enlarged(factor);
        bar.draw(enlarged, factor);
        return enlarged;
    }

    /// One opaque ARGB pixel per value, from the same numbers that the front end gets.
    static Raster paint(Image image, Display display) {
        double[] values = WirePixels.of(image).values();
        return new Raster(
                image.cols(), image.rows(), Transfer.of(display, values).paint(values));
    }
}
