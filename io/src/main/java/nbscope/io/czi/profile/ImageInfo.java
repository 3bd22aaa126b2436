package nbscope.io.czi.profile;

import java.util.List;

/// What is in the file.
///
/// @param file        its path
/// @param bytes       its size
/// @param dimensions  letter to size, such as `X=2821`
/// @param x           of the plane's left column
/// @param y           of the plane's top row
/// @param width       of the plane that was measured, in pixels
/// @param height      of the plane
/// @param tiles       of the full resolution that can be seen in the plane
/// @param fileTiles   of the full resolution in the whole file, all planes
/// @param zooms       of the resolutions that the file stores, 1 first
/// @param pixelType   of the plane
/// @param compression the kinds in the plane
public record ImageInfo(
        String file,
        long bytes,
        List<String> dimensions,
        long x,
        long y,
        long width,
        long height,
        int tiles,
        int fileTiles,
        List<Double> zooms,
        String pixelType,
        List<String> compression) {
    public ImageInfo {
        dimensions = List.copyOf(dimensions);
        zooms = List.copyOf(zooms);
        compression = List.copyOf(compression);
    }
}
