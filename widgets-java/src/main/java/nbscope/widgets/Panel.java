package nbscope.widgets;

/// Which part of Show4DSTEM an exported picture shows.
public enum Panel {
    DIFFRACTION,
    VIRTUAL,
    /// The diffraction pattern at the left, the virtual image at the right.
    BOTH
}
