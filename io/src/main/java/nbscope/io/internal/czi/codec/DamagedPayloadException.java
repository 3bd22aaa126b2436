package nbscope.io.internal.czi.codec;

/// A payload that its codec cannot decode; whoever read it knows the file and the offset.
public final class DamagedPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    /// @param found    what stands there
    /// @param expected what should stand there
    public DamagedPayloadException(String found, String expected) {
        super("found " + found + ", expected " + expected);
        this.found = found;
        this.expected = expected;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
