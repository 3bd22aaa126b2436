package nbscope.compute;

/// A device stopped working under a stack that lies on it. The message is a sentence that says which device, what
/// failed and what to do. The stack can still be freed.
public final class DeviceFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public DeviceFailedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
