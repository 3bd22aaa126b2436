package nbscope.io.internal.bytes;

/// What `MethodHandle.invokeExact` makes its callers declare. A native function throws nothing; what arrives comes from
/// the JVM or from the argument checks before the call.
public final class NativeCall {
    private NativeCall() {}

    /// For `throw NativeCall.failure(e)`: an unchecked exception as it is, any other as the cause of an
    /// IllegalStateException.
    public static RuntimeException failure(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
}
