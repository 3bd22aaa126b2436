package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuffersTest {
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(longs = {0, 1, 100_000, (2 << 20) - 1, 2 << 20, (4 << 20) + 17, 50_000_000})
    void aBufferHasTheSizeThatWasAskedForAndGoesWithItsArena(long bytes) {
        MemorySegment memory;
        try (Arena arena = Arena.ofConfined()) {
            memory = Buffers.allocate(bytes, arena);
            assertThat(memory.byteSize()).isEqualTo(bytes);
            memory.fill((byte) 7);
            if (bytes > 0) {
                assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo((byte) 7);
            }
        }
        assertThatThrownBy(() -> memory.fill((byte) 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoLiveBuffersNeverShareMemory() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment first = Buffers.allocate(4 << 20, arena);
            MemorySegment second = Buffers.allocate(4 << 20, arena);
            assertThat(first.asOverlappingSlice(second)).isEmpty();
        }
    }

    @Test
    void closedBuffersAreKeptUpToALimitAndGivenBackOnRequest() {
        Buffers.flush();
        IntStream.range(0, 3).parallel().forEach(i -> {
            try (Arena arena = Arena.ofConfined()) {
                Buffers.allocate(300 << 20, arena).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            }
        });
        assertThat(Buffers.idle()).isLessThanOrEqualTo(Buffers.KEPT);
        long idle = Buffers.idle();
        assertThat(Buffers.flush()).isEqualTo(idle);
        assertThat(Buffers.idle()).isZero();
    }

    @Test
    void memoryThatNobodyHasIsAnErrorWithTheSize() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> Buffers.allocate(1L << 50, arena))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("1125899906842624");
        }
    }
}
