package nbscope.compute;

/// The stack was freed; its data is gone. Load it again to go on.
public final class FreedStackException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public FreedStackException(String stack) {
        super("the stack \"" + stack + "\" was freed; load it again with DeviceStack.load(...)");
    }
}
