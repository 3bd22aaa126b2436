package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonPeerTest {
    @Test
    void runsTheVersionsThatTheFixturesWereMadeWith() {
        try (PythonPeer python = PythonPeer.start()) {
            assertThat(python.run("result = blosc2.__version__", Map.of()).asText())
                    .isEqualTo("4.14.1");
            assertThat(python.run("result = x + 1", Map.of("x", 2)).asInt()).isEqualTo(3);
            assertThatThrownBy(() -> python.run("raise ValueError('no')", Map.of()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ValueError: no");
        }
    }
}
