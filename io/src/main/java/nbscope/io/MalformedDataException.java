package nbscope.io;

/// A file does not hold what its format promises. The message says where, what was found, what was expected and what
/// to do.
public final class MalformedDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /// @param file     path or name of the source
    /// @param offset   byte offset of the trouble, or -1 where no single place is to blame
    /// @param found    what stands there
    /// @param expected what should stand there, and what the user can do
    public MalformedDataException(String file, long offset, String found, String expected) {
        super(file + (offset >= 0 ? ", byte " + offset : "") + ": found " + found + ", expected " + expected);
        this.file = file;
        this.offset = offset;
    }

    /// What a fault in mapped memory means: the file became shorter while it was read. The JVM's word for it is
    /// InternalError.
    public static MalformedDataException vanished(String file, InternalError fault) {
        return new MalformedDataException(
                file,
                -1,
                "pages that vanished while they were read (" + fault.getMessage() + ")",
                "a file that keeps its length while it is open; open it again");
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
