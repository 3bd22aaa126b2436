package nbscope.compute.internal.opencl;

/// An OpenCL call failed.
public final class ClException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int MEM_OBJECT_ALLOCATION_FAILURE = -4;
    static final int OUT_OF_RESOURCES = -5;
    static final int OUT_OF_HOST_MEMORY = -6;
    static final int INVALID_BUFFER_SIZE = -61;

    private final int code;

    ClException(String call, int code) {
        super(call + " failed with OpenCL error " + code);
        this.code = code;
    }

    ClException(String sentence) {
        super(sentence);
        this.code = 0;
    }

    /// Whether the device had no room, which drivers say in four ways.
    public boolean isMemory() {
        return code == MEM_OBJECT_ALLOCATION_FAILURE
                || code == OUT_OF_RESOURCES
                || code == OUT_OF_HOST_MEMORY
                || code == INVALID_BUFFER_SIZE;
    }
}
