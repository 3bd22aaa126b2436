package nbscope.io.dataset;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import nbscope.io.Calibration;
import org.jspecify.annotations.Nullable;

/// What the headers of a format say: all that is needed to read its frames.
///
/// @param shape       scan and detector; the scan as the headers say, else as it was guessed, else
///     `[frames]`
/// @param files       where the frames lie
/// @param decoder     what turns bytes into pixels
/// @param calibration units, as far as the headers say
/// @param header      what the headers say beyond that, as plain values
/// @param guesses     sentences about what no header says and was guessed, for `nbscope info`
/// @param syncOffset  frames by which the data are ahead of the scan, as far as the files show it
/// @param masked      true for pixels that the files say do not count, row by row; null for none
public record FrameLayout(
        Shape shape,
        FileSet files,
        Decoder decoder,
        Calibration calibration,
        Map<String, Object> header,
        List<String> guesses,
        long syncOffset,
        boolean @Nullable [] masked)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public FrameLayout {
        header = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(header));
        guesses = List.copyOf(guesses);
        masked = masked == null ? null : masked.clone();
    }

    /// Without a sync offset of the files' own, and with all pixels counting.
    public FrameLayout(
            Shape shape,
            FileSet files,
            Decoder decoder,
            Calibration calibration,
            Map<String, Object> header,
            List<String> guesses) {
        this(shape, files, decoder, calibration, header, guesses, 0, null);
    }

    /// Without calibration, header and guesses.
    public static FrameLayout of(Shape shape, FileSet files, Decoder decoder) {
        return new FrameLayout(shape, files, decoder, Calibration.none(), Map.of(), List.of(), 0, null);
    }

    public FrameLayout header(Map<String, Object> values) {
        return new FrameLayout(shape, files, decoder, calibration, values, guesses, syncOffset, masked);
    }

    public FrameLayout guesses(List<String> sentences) {
        return new FrameLayout(shape, files, decoder, calibration, header, sentences, syncOffset, masked);
    }

    public FrameLayout calibration(Calibration value) {
        return new FrameLayout(shape, files, decoder, value, header, guesses, syncOffset, masked);
    }

    /// With the offset that the files show; what the caller says counts more.
    public FrameLayout syncOffset(long frames) {
        return new FrameLayout(shape, files, decoder, calibration, header, guesses, frames, masked);
    }

    public FrameLayout masked(boolean @Nullable [] pixels) {
        return new FrameLayout(shape, files, decoder, calibration, header, guesses, syncOffset, pixels);
    }

    @Override
    public boolean @Nullable [] masked() {
        return masked == null ? null : masked.clone();
    }
}
