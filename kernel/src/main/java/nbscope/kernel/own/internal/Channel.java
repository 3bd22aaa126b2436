package nbscope.kernel.own.internal;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A ROUTER socket with the one thread that may touch it.
///
/// The thread sleeps in poll until a message comes or until another thread has queued a reply and rung the bell (an
/// inproc pair). So nothing ever waits for a timer. A message that cannot be read is reported and skipped.
final class Channel {
    private final ZMQ.Socket router;
    private final ZMQ.Socket bell;
    private final ZMQ.Socket rope;
    private final Queue<Runnable> outgoing = new ConcurrentLinkedQueue<>();
    private final ZContext context;
    private final Wire wire;
    private final BiConsumer<Channel, Message> handler;
    private final Thread thread;
    private volatile boolean running = true;

    Channel(String name, String address, ZContext context, Wire wire, BiConsumer<Channel, Message> handler) {
        this.context = context;
        this.wire = wire;
        this.handler = handler;
        router = context.createSocket(SocketType.ROUTER);
        router.setHWM(0);
        router.setLinger(300);
        router.bind(address);
        bell = context.createSocket(SocketType.PULL);
        bell.bind("inproc://" + name);
        rope = context.createSocket(SocketType.PUSH);
        rope.setHWM(0);
        rope.connect("inproc://" + name);
        thread = new Thread(this::run, "nbscope-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Queues a message to the sender of `to`; any thread.
    void send(Origin to, String type, com.fasterxml.jackson.databind.JsonNode content) {
        Wire.Signed signed = wire.sign(type, to.header(), null, content);
        outgoing.add(() -> Wire.send(router, to.identities(), signed, List.of()));
        ring();
    }

    /// Sends what is queued, closes the socket and ends the thread.
    void close() throws InterruptedException {
        running = false;
        ring();
        thread.join(400);
    }

    private void ring() {
        synchronized (rope) {
            rope.send(new byte[0], 0);
        }
    }

    private void run() {
        try (ZMQ.Poller poller = context.createPoller(2)) {
            poller.register(bell, ZMQ.Poller.POLLIN);
            poller.register(router, ZMQ.Poller.POLLIN);
            while (running) {
                poller.poll(-1);
                if (poller.pollin(0)) {
                    bell.recv(0);
                }
                sendQueued();
                if (poller.pollin(1)) {
                    Message message = read();
                    if (message != null) {
                        handle(message);
                    }
                }
            }
            sendQueued();
            router.close();
        }
    }

    private void handle(Message message) {
        try {
            handler.accept(this, message);
        } catch (RuntimeException e) {
            Log.failure("a " + message.type() + " could not be handled", e);
        }
    }

    private void sendQueued() {
        for (Runnable next = outgoing.poll(); next != null; next = outgoing.poll()) {
            next.run();
        }
    }

    private @Nullable Message read() {
        try {
            return wire.receive(router);
        } catch (IOException | RuntimeException e) {
            Log.warn("a message that is no Jupyter message was skipped: " + e.getMessage());
            return null;
        }
    }
}
