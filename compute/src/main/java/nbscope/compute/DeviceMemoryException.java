package nbscope.compute;

/// The memory asked for is not there. The message is a sentence that says how much was needed, how much there is and
/// what to do. Nothing was kept of what was asked for.
public final class DeviceMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long requested;
    private final long budget;
    private final long used;

    /// @param requested bytes asked for
    /// @param budget    bytes that may be held
    /// @param used      bytes held already
    public DeviceMemoryException(long requested, long budget, long used, String sentence) {
        super(sentence);
        this.requested = requested;
        this.budget = budget;
        this.used = used;
    }

    public long requested() {
        return requested;
    }

    public long budget() {
        return budget;
    }

    public long used() {
        return used;
    }
}
