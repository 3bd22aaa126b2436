package nbscope.io.internal.codec;

/// A stream that no Java codec decodes; the message says which library would.
public final class MissingLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MissingLibraryException(String message) {
        super(message);
    }
}
