package nbscope.kernel.own.internal;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// Echoes every ping, on a thread of its own: the front end's sign of life.
final class Heartbeat {
    private Heartbeat() {}

    static void start(ZContext context, ConnectionFile connection) {
        ZMQ.Socket socket = context.createSocket(SocketType.REP);
        socket.setLinger(0);
        socket.bind(connection.address(connection.heartbeat()));
        Threads.daemon(
                        () -> {
                            try {
                                while (true) {
                                    byte[] ping = socket.recv(0);
                                    if (ping == null) {
                                        return;
                                    }
                                    socket.send(ping, 0);
                                }
                            } catch (RuntimeException e) {
                                if (!context.isClosed()) {
                                    Log.failure("the heartbeat ended", e);
                                }
                            }
                        },
                        "nbscope-heartbeat")
                .start();
    }
}
