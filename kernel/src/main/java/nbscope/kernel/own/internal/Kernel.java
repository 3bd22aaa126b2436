package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZContext;

/// One running kernel: all its parts, wired. At most one lives in a process, because System.out is one.
///
/// Start and close from any thread, once each.
public final class Kernel implements AutoCloseable {
    private static final AtomicReference<@Nullable Kernel> RUNNING = new AtomicReference<>();

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Conversation conversation;
    private final StandardInput input;
    private final Channel control;
    private final Channel stdin;

    /// Binds all sockets, takes over System.out, System.err and System.in, and starts all threads.
    ///
    /// @throws IllegalStateException when a kernel already runs in this process
    public Kernel(ConnectionFile connection) {
        if (!RUNNING.compareAndSet(null, this)) {
            throw new IllegalStateException("a kernel already runs in this process");
        }
        conversation = new Conversation(connection, restart -> asked.countDown());
        ZContext context = conversation.context();
        Wire wire = conversation.wire();
        control = new Channel(
                "control", connection.address(connection.control()), context, wire, conversation.dispatcher()::handle);
        stdin = new Channel("stdin", connection.address(connection.stdin()), context, wire, this::answered);
        input = new StandardInput(conversation.origins(), this::question);
        Heartbeat.start(context, connection);
        conversation.streams().install();
        input.install();
        conversation.statuses().start();
        conversation.publisher().status(Origin.NONE, "starting");
        conversation.cells().warmUp();
        control.start();
        stdin.start();
        conversation.start();
    }

    /// The kernel of this process.
    static Optional<Kernel> running() {
        return Optional.ofNullable(RUNNING.get());
    }

    /// What widgets talk to.
    public WidgetHost host() {
        return conversation.host();
    }

    /// Waits until the front end asks the kernel to end.
    public void awaitShutdown() throws InterruptedException {
        asked.await();
    }

    /// Waits until JShell is ready for the first cell.
    public void awaitWarm() throws InterruptedException {
        conversation.cells().awaitWarm();
    }

    boolean isRunningCell() {
        return conversation.cells().isRunning();
    }

    /// Whether a person has moved something in a widget by now.
    boolean wasDragged() {
        return conversation.statuses().wasDragged();
    }

    /// Asks the kernel to end as if the front end had.
    public void shutdown() {
        asked.countDown();
    }

    private void question(Origin origin) {
        conversation.streams().flush();
        ObjectNode content = Json.object().put("prompt", "").put("password", false);
        stdin.send(origin, "input_request", content);
    }

    private void answered(Channel channel, Message message) {
        if (message.type().equals("input_reply")) {
            input.answer(message.content().path("value").asText(""));
        }
    }

    /// Sends what is held back, closes all sockets, gives System.out back. Takes well under a second.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        conversation.endHandlers();
        conversation.streams().restore();
        input.restore();
        try {
            control.close();
            stdin.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conversation.close();
        RUNNING.compareAndSet(this, null);
        asked.countDown();
    }
}
