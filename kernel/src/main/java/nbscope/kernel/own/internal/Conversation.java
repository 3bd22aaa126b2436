package nbscope.kernel.own.internal;

import java.util.function.Consumer;
import org.zeromq.ZContext;

/// What talks and answers on the shell and iopub sockets: cells, comms, statuses and the thread that reads.
///
/// Nothing of the process is touched (no System.out), so a rehearsal has a conversation of its own beside the kernel's.
/// Start and close from any thread, once each.
final class Conversation implements AutoCloseable {
    private static final long CONTEXT_MILLIS = 3000;

    private final ZContext context = new ZContext();
    private final Wire wire;
    private final Origins origins = new Origins();
    private final Publisher publisher;
    private final Streams streams;
    private final Statuses statuses;
    private final Cells cells;
    private final Dispatcher dispatcher;
    private final OwnHost host;
    private final Channel shell;

    /// Binds the two sockets.
    ///
    /// @param shutdown is told when the front end asks to end; true for a restart
    Conversation(ConnectionFile connection, Consumer<Boolean> shutdown) {
        wire = new Wire(connection.key());
        publisher = new Publisher(context, connection, wire);
        streams = new Streams(publisher, origins);
        statuses = new Statuses(publisher::status, System::nanoTime);
        Comms comms = new Comms(publisher, origins);
        host = new OwnHost(publisher, origins, streams, comms);
        cells = new Cells(publisher, origins, streams, host.attributes());
        dispatcher = new Dispatcher(cells, comms, origins, statuses, streams, this::interrupt, shutdown);
        shell = new Channel("shell", connection.address(connection.shell()), context, wire, dispatcher::handle);
    }

    ZContext context() {
        return context;
    }

    Wire wire() {
        return wire;
    }

    Origins origins() {
        return origins;
    }

    Publisher publisher() {
        return publisher;
    }

    Streams streams() {
        return streams;
    }

    Statuses statuses() {
        return statuses;
    }

    Cells cells() {
        return cells;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    OwnHost host() {
        return host;
    }

    void start() {
        shell.start();
    }

    private void interrupt() {
        cells.interrupt();
        host.interrupted();
    }

    /// Ends the handlers; what they still send goes out. Before `close` only where something must happen between.
    void endHandlers() {
        cells.interrupt();
        dispatcher.close();
    }

    /// Sends what is held back, closes the sockets and ends the threads.
    @Override
    public void close() {
        endHandlers();
        statuses.flush();
        try {
            shell.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cells.close();
        publisher.close();
        closeContext();
    }

    /// ZeroMQ waits for every socket to be gone, once in a hundred runs for ever; the kernel ends all the same.
    private void closeContext() {
        Thread closing =
                Thread.ofPlatform().daemon().name("nbscope-context-close").start(context::close);
        try {
            closing.join(CONTEXT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
