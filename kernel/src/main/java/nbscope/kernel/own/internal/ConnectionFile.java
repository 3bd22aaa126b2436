package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Where the kernel listens: the JSON file that Jupyter writes before it starts a kernel.
///
/// Ports are 1..65535. An empty key switches signatures off (the protocol allows it).
///
/// Source: "Connection files" in the Jupyter client's documentation.
public record ConnectionFile(
        String transport, String ip, int shell, int control, int iopub, int stdin, int heartbeat, String key) {

    /// Reads the file.
    ///
    /// @throws IOException when it cannot be read, is no JSON or lacks a field; the message says which
    public static ConnectionFile read(Path file) throws IOException {
        JsonNode json = Json.parse(Files.readAllBytes(file));
        String scheme = json.path("signature_scheme").asText("hmac-sha256");
        if (!scheme.equals("hmac-sha256")) {
            throw new IOException(file + ": signature scheme " + scheme + " is not known, expected hmac-sha256");
        }
        return new ConnectionFile(
                json.path("transport").asText("tcp"),
                json.path("ip").asText("127.0.0.1"),
                port(file, json, "shell_port"),
                port(file, json, "control_port"),
                port(file, json, "iopub_port"),
                port(file, json, "stdin_port"),
                port(file, json, "hb_port"),
                json.path("key").asText(""));
    }

    /// Free ports of the loopback interface, for a kernel that nobody else starts.
    public static ConnectionFile free() throws IOException {
        int[] ports = new int[5];
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < ports.length; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                ports[i] = sockets.get(i).getLocalPort();
            }
        } finally {
            for (ServerSocket each : sockets) {
                each.close();
            }
        }
        String key = UUID.randomUUID().toString();
        return new ConnectionFile("tcp", "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], key);
    }

    private static int port(Path file, JsonNode json, String name) throws IOException {
        int port = json.path(name).asInt(-1);
        if (port < 1 || (port > 65_535 && !json.path("transport").asText("tcp").equals("ipc"))) {
            throw new IOException(file + ": found " + name + " = " + json.path(name) + ", expected a port number");
        }
        return port;
    }

    /// The ZMQ address of one of the ports.
    String address(int port) {
        return transport.equals("ipc") ? "ipc://" + ip + "-" + port : transport + "://" + ip + ":" + port;
    }
}
