package nbscope.kernel.stock;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A [TestKernel] in this process with a [TestClient] connected to it.
public final class StockKernel implements AutoCloseable {
    private final JupyterConnection connection;
    private final TestKernel kernel = new TestKernel("");
    private final TestClient client;
    private boolean closed;

    /// Starts both.
    public StockKernel() throws IOException, GeneralSecurityException {
        // Each loop has a logger of its own, so the library's single one is not enough.
        Logger.getLogger("").setLevel(Level.WARNING);
        KernelConnectionProperties properties = properties();
        connection = new JupyterConnection(properties);
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        client = new TestClient(properties);
    }

    /// Connection properties with free ports of the loopback interface.
    public static KernelConnectionProperties properties() throws IOException {
        int[] ports = new int[5];
        ServerSocket[] held = new ServerSocket[ports.length];
        for (int i = 0; i < ports.length; i++) {
            held[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ports[i] = held[i].getLocalPort();
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        String key = UUID.randomUUID().toString();
        return new KernelConnectionProperties(
                "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "tcp", "hmac-sha256", key);
    }

    /// The kernel object.
    public TestKernel kernel() {
        return kernel;
    }

    /// The front end.
    public TestClient client() {
        return client;
    }

    /// Shuts the kernel down by a message, as Jupyter does. May be called again.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.sendControl("shutdown_request", "{\"restart\":false}");
        connection.waitUntilClose();
        client.close();
    }
}
