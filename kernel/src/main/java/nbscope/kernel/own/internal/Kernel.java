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

    private final ZContext context = new ZContext();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Publisher publisher;
    private final Streams streams;
    private final StandardInput input;
    private final Statuses statuses;
    private final Cells cells;
    private final Dispatcher dispatcher;
    private final OwnHost host;
    private final Channel shell;
    private final Channel control;
    private final Channel stdin;

    /// Binds all sockets, takes over System.out, System.err and System.in, and starts all threads.
    ///
    /// @throws IllegalStateException when a kernel already runs in this process
    public Kernel(ConnectionFile connection) {
        if (!RUNNING.compareAndSet(null, this)) {
            throw new IllegalStateException("a kernel already runs in this process");
        }
        Wire wire = new Wire(connection.key());
        Origins origins = new Origins();
        publisher = new Publisher(context, connection, wire);
        streams = new Streams(publisher, origins);
        statuses = new Statuses(publisher::status, System::nanoTime);
        Comms comms = new Comms(publisher, origins);
        host = new OwnHost(publisher, origins, streams, comms);
        cells = new Cells(publisher, origins, streams, host.attributes());
        dispatcher = new Dispatcher(
                cells, comms, origins, statuses, streams, cells::interrupt, restart -> asked.countDown());
        shell = new Channel("shell", connection.address(connection.shell()), context, wire, dispatcher::handle);
        control = new Channel("control", connection.address(connection.control()), context, wire, dispatcher::handle);
        stdin = new Channel("stdin", connection.address(connection.stdin()), context, wire, this::answered);
        input = new StandardInput(origins, this::question);
        Heartbeat.start(context, connection);
        streams.install();
        input.install();
        statuses.start();
        publisher.status(Origin.NONE, "starting");
        cells.warmUp();
        control.start();
        stdin.start();
        shell.start();
    }

    /// The kernel of this process.
    static Optional<Kernel> running() {
        return Optional.ofNullable(RUNNING.get());
    }

    /// What widgets talk to.
    public WidgetHost host() {
        return host;
    }

    /// Waits until the front end asks the kernel to end.
    public void awaitShutdown() throws InterruptedException {
        asked.await();
    }

    /// Waits until JShell is ready for the first cell.
    public void awaitWarm() throws InterruptedException {
        cells.awaitWarm();
    }

    /// Asks the kernel to end as if the front end had.
    public void shutdown() {
        asked.countDown();
    }

    private void question(Origin origin) {
        streams.flush();
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
        cells.interrupt();
        dispatcher.close();
        streams.restore();
        input.restore();
        statuses.flush();
        try {
            shell.close();
            control.close();
            stdin.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cells.close();
        publisher.close();
        context.close();
        RUNNING.compareAndSet(this, null);
        asked.countDown();
    }
}
