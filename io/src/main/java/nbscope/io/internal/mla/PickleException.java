package nbscope.io.internal.mla;

/// A pickle is damaged or asks for more than plain data.
final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PickleException(String message) {
        super(message);
    }
}
