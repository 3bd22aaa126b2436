package nbscope.io.internal.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshMemoryTest {
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(longs = {0, 1, 100_000, (2 << 20) - 1, 2 << 20, (4 << 20) + 17, 50_000_000})
    void hasTheSizeThatWasAskedForAndGoesWithItsArena(long bytes) {
        MemorySegment memory;
        try (Arena arena = Arena.ofConfined()) {
            memory = FreshMemory.allocate(bytes, arena);
            assertThat(memory.byteSize()).isEqualTo(bytes);
            memory.fill((byte) 7);
            if (bytes > 0) {
                assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo((byte) 7);
            }
        }
        assertThat(memory.scope().isAlive()).isFalse();
        assertThatThrownBy(() -> memory.fill((byte) 0)).isInstanceOf(IllegalStateException.class);
    }
}
