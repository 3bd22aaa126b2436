package nbscope.cli;

/// What a command tells the shell.
final class ExitStatus {
    static final int GOOD = 0;

    /// The command failed for a reason of its own.
    static final int FAILED = 1;

    /// A file is missing, cannot be read, is broken or holds what nbscope does not support.
    static final int UNREADABLE = 2;

    /// Wrong arguments of a command on files (EX_USAGE of sysexits.h).
    static final int USAGE = 64;

    private ExitStatus() {}
}
