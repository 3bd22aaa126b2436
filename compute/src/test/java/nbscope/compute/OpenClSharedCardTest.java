package nbscope.compute;

import org.junit.jupiter.api.BeforeAll;

/// The same device treated as a graphics card that shares the host's memory: data wrapped in several chunks, one
/// work-group per pattern.
class OpenClSharedCardTest extends OperationsContract {
    @BeforeAll
    static void needsOpenCl() {
        Card.needed();
    }

    @Override
    Device device() {
        return Card.like(" as a shared card", true, 200_000);
    }
}
