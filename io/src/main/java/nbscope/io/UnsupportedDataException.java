package nbscope.io;

/// A file is sound but holds something that nbscope does not read: an element type, a codec, a filter, a layout.
/// The message names the file, the thing, and what to do instead.
public final class UnsupportedDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param file path or name of the source
    /// @param what a clause that goes on after the file's name, with the advice
    public UnsupportedDataException(String file, String what) {
        super(file + ": " + what);
    }
}
