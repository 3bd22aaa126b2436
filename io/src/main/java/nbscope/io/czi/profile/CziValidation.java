package nbscope.io.czi.profile;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.internal.czi.profile.Validating;
import org.jspecify.annotations.Nullable;

/// Whether a mosaic is whole and right: dimensions, hash of its pixels, seams, missing tiles, memory, and one figure
/// that an analysis would draw from it.
///
/// @param width         of the plane in pixels
/// @param height        of the plane
/// @param pixelType     of the plane
/// @param sha256        of the pixels in C order, little endian, colours blue first
/// @param tiles         that can be seen in the plane
/// @param unreadable    of these, with the reason
/// @param uncovered     share of the plane that no tile covers, 0 to 1
/// @param seamPixels    pixels along the seams that differ from those of the tile they come from; 0 is right
/// @param seamStep      mean step of grey levels across a seam over that beside it; near 1 where nothing can be seen
/// @param otsuThreshold that parts the pixels into dark and light (Otsu 1979), first sample
/// @param otsuArea      share of pixels above it
/// @param peakBytes     of memory while it was made, -1 where that is not known
/// @param memoryBound   that it must not exceed: what the process held before, two bands of the mosaic, three
///                      tiles for each thread, and 256 MiB
/// @param note          a sentence when only a part was looked at, else null
public record CziValidation(
        long width,
        long height,
        String pixelType,
        String sha256,
        int tiles,
        List<String> unreadable,
        double uncovered,
        long seamPixels,
        double seamStep,
        double otsuThreshold,
        double otsuArea,
        long peakBytes,
        long memoryBound,
        @Nullable String note) {
    public CziValidation {
        unreadable = List.copyOf(unreadable);
    }

    /// Reads a plane and looks at it.
    ///
    /// @param scene null for all
    public static CziValidation of(Path file, int channel, @Nullable Integer scene) {
        return Validating.of(file, channel, scene);
    }
}
