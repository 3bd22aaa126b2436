package nbscope.io.czi;

/// One dimension of a file.
///
/// @param letter `X`, `Y`, `Z`, `C` (channel), `T` (time), `R` (rotation), `S` (scene), `I`
/// (illumination), `H` (phase), `V` (view), `B` (block) or `M` (tile of a mosaic)
/// @param start  the smallest position
/// @param size   positions from the smallest to the largest
public record CziDimension(char letter, int start, long size) {}
