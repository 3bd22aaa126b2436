package nbscope.compute.udf;

import nbscope.compute.Image;

/// A result as something to look at.
///
/// @param name  what it shows, in a few words
/// @param plane what its rows and columns are
/// @param image its values; NaN where nothing was computed (yet)
public record Picture(String name, Plane plane, Image image) {
    /// What the pixels of a picture stand for.
    public enum Plane {
        /// Positions of the scan.
        SCAN,
        /// Pixels of the detector.
        DETECTOR
    }
}
