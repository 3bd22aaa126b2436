package nbscope.spark;

import org.jspecify.annotations.Nullable;

/// Spark gave a job up: no workers, workers that died again and again, or a context that was stopped. What a task
/// itself throws arrives as it was thrown.
public final class SparkFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SparkFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
