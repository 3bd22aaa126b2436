package nbscope.io.czi;

/// A scene: a part of the slide that was recorded for itself.
///
/// @param index its position along dimension S
/// @param box   around its tiles of full resolution
public record CziScene(int index, CziBox box) {}
