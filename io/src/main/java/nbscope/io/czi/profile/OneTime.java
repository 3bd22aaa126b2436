package nbscope.io.czi.profile;

/// What is paid once for a file, in seconds.
///
/// @param open      the whole of opening, the directory among it
/// @param directory parsing the directory
/// @param metadata  reading and parsing the metadata
/// @param boxes     the bounding boxes of all tiles
/// @param finalise  from the end of the last tile until the mosaic is there
/// @param total     of opening, metadata, boxes and finalising
public record OneTime(double open, double directory, double metadata, double boxes, double finalise, double total) {}
