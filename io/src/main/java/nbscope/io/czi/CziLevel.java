package nbscope.io.czi;

/// One resolution that the file stores.
///
/// @param zoom  stored pixels per pixel of the full resolution: 1 for the full one, 0.5, 0.25, ... for
/// a pyramid
/// @param tiles how many sub-blocks it has
public record CziLevel(double zoom, int tiles) {}
