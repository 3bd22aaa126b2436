package nbscope.kernel.own.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A kernel in this process and a client that talks to it by ZMQ.
final class KernelFixture implements AutoCloseable {
    final ConnectionFile connection;
    final Kernel kernel;
    final TestClient client;

    KernelFixture() throws IOException {
        connection = freePorts();
        kernel = new Kernel(connection);
        client = new TestClient(connection);
        client.awaitReady();
    }

    static ConnectionFile freePorts() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket each : sockets) {
            each.close();
        }
        return new ConnectionFile(
                "tcp",
                "127.0.0.1",
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                UUID.randomUUID().toString());
    }

    @Override
    public void close() {
        client.close();
        kernel.close();
    }
}
