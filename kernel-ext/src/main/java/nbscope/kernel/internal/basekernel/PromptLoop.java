package nbscope.kernel.internal.basekernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.Loop;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/// Makes the library's shell loop wait for messages instead of sleeping 50 ms after each.
///
/// The library's `Loop` runs its body (poll without waiting, handle at most one message), then all queued tasks,
/// then sleeps. This is such a task. It waits for a message on the loop's own poller, lets the loop's own code
/// handle it, and queues itself again, so that the loop never comes to its sleep while other queued tasks still get
/// their turn after at most [#WAIT_MILLIS]. Nothing of the library is overwritten: private fields are only read,
/// and when this task stops queueing itself, the loop goes on as it was.
final class PromptLoop implements Runnable {
    static final long WAIT_MILLIS = 20;

    private final Loop loop;
    private final Field running;
    private final ZMQ.Poller poller;
    private final Runnable handleOne;
    private volatile boolean active = true;

    private PromptLoop(Loop loop, Field running, ZMQ.Poller poller, Runnable handleOne) {
        this.loop = loop;
        this.running = running;
        this.poller = poller;
        this.handleOne = handleOne;
    }

    /// The private fields of the library that are read here.
    record Names(String body, String running, String isControl, String connection) {
        static final Names STOCK = new Names("loopBody", "running", "isControl", "connection");
    }

    /// Finds the live shell loop of the kernel that publishes on this channel, and takes its sleep out.
    ///
    /// @throws ReflectiveOperationException when the library is not as expected; then nothing was changed
    static PromptLoop start(JupyterSocket iopub, Names names) throws ReflectiveOperationException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            PromptLoop prompt = thread instanceof Loop loop ? of(loop, iopub, names) : null;
            if (prompt != null) {
                prompt.loop.doNext(prompt);
                return prompt;
            }
        }
        throw new ClassNotFoundException("no running shell loop");
    }

    /// Whether the loop's sleep is out.
    boolean active() {
        return active;
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void run() {
        try {
            if (stopped()) {
                active = false;
                return;
            }
            if (poller.poll(WAIT_MILLIS) > 0) {
                handleOne.run();
            }
        } catch (Throwable e) {
            // The stock loop would end here, and the kernel with it; a message with a bad signature is no reason for
            // that.
            active = !stopped();
            System.getLogger("nbscope.kernel")
                    .log(active ? Level.ERROR : Level.DEBUG, "the kernel could not handle a message", e);
        }
        if (active) {
            loop.doNext(this);
        }
    }

    private boolean stopped() {
        try {
            return !running.getBoolean(loop) || Thread.currentThread().isInterrupted();
        } catch (IllegalAccessException e) {
            return true;
        }
    }

    // The loop's body holds the handler and the 50; the handler holds the channel and its poller. Both are lambdas,
    // whose
    // fields have no names to rely on, so they are known by type.
    private static @Nullable PromptLoop of(Loop loop, JupyterSocket iopub, Names names)
            throws ReflectiveOperationException {
        Field running = field(Loop.class, names.running());
        Runnable handleOne = captured(field(Loop.class, names.body()).get(loop), Runnable.class);
        ShellChannel channel = captured(handleOne, ShellChannel.class);
        ZMQ.Poller poller = captured(handleOne, ZMQ.Poller.class);
        if (handleOne == null || channel == null || poller == null) {
            return null;
        }
        boolean ours = !field(ShellChannel.class, names.isControl()).getBoolean(channel)
                && field(ShellChannel.class, names.connection()).get(channel) instanceof JupyterConnection connection
                && connection.getIOPub().equals(iopub);
        return ours ? new PromptLoop(loop, running, poller, handleOne) : null;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static <T> @Nullable T captured(@Nullable Object lambda, Class<T> type) throws IllegalAccessException {
        if (lambda == null) {
            return null;
        }
        for (Field field : lambda.getClass().getDeclaredFields()) {
            if (type.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                return type.cast(field.get(lambda));
            }
        }
        return null;
    }
}
