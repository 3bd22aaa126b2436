package nbscope.kernel.own.internal;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Promises that are tested on one running kernel, fresh for each class, through a client over real sockets.
abstract class KernelContract {
    static KernelFixture fixture;
    static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        fixture = new KernelFixture();
        client = fixture.client;
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }
}
