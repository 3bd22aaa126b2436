package nbscope.spark.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import nbscope.spark.SparkFailedException;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/// What a task sends back: what it made, or how it failed.
sealed interface Answer extends Serializable {
    /// @param value the serialised result
    record Made(byte[] value) implements Answer {
        private static final long serialVersionUID = 1L;
    }

    /// @param exact the serialised exception, null where it cannot be serialised
    /// @param text  what it says
    /// @param trace its calls
    /// @param where the worker
    record Failed(byte @Nullable [] exact, String text, StackTraceElement[] trace, String where) implements Answer {
        private static final long serialVersionUID = 1L;

        /// The exception as it was thrown, and who threw it.
        Throwable exception(ClassLoader loader) {
            Throwable made = made(loader);
            made.addSuppressed(new WorkerNote(where));
            return made;
        }

        private Throwable made(ClassLoader loader) {
            if (exact != null) {
                try {
                    return Unpacker.<Throwable>read(exact, loader);
                } catch (RuntimeException e) {
                    // Its class is not here; its text is.
                    return described();
                }
            }
            return described();
        }

        private Throwable described() {
            var described = new SparkFailedException(text, null);
            described.setStackTrace(trace);
            return described;
        }
    }

    /// Stands below an exception's trace and says where it was thrown.
    final class WorkerNote extends Exception {
        private static final long serialVersionUID = 1L;

        WorkerNote(String where) {
            super("thrown on " + where, null, false, false);
        }
    }

    static byte[] made(Object value) throws IOException {
        return bytes(new Made(bytes(value)));
    }

    static byte[] failed(Throwable e) {
        try {
            boolean result = e instanceof NotSerializableException;
            String text = result
                    ? "a task made a " + e.getMessage() + ", which is not Serializable, so it cannot leave its worker"
                    : e.toString();
            return bytes(new Failed(result ? null : exact(e), text, e.getStackTrace(), where()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte @Nullable [] exact(Throwable e) {
        try {
            return bytes(e);
        } catch (IOException | RuntimeException holdsWhatCannotTravel) {
            return null;
        }
    }

    private static String where() {
        SparkEnv env = SparkEnv.get();
        return "worker " + env.executorId() + " on "
                + env.blockManager().blockManagerId().host();
    }

    private static byte[] bytes(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
