package nbscope.kernel.own.internal;

import java.io.IOException;

/// A kernel in this process and a client that talks to it by ZMQ.
final class KernelFixture implements AutoCloseable {
    final ConnectionFile connection;
    final Kernel kernel;
    final TestClient client;

    KernelFixture() throws IOException {
        connection = ConnectionFile.free();
        kernel = new Kernel(connection);
        client = new TestClient(connection);
        client.awaitReady();
    }

    @Override
    public void close() {
        client.close();
        kernel.close();
    }
}
