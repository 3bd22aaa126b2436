package nbscope.cli;

import java.io.Serial;

/// Arguments that the command line does not know; the message says which ones it does.
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
