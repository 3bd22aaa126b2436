package nbscope.io.internal.hdf5;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The memory of decoded chunks: bounded, one decoding for all who ask at the same time.
class DecodedChunksTest {
    private static final int LENGTH = 3 << 20;

    @Test
    void memoryIsBoundedAndContentRight() {
        DecodedChunks chunks = new DecodedChunks();
        Object[] owners = {new Object(), new Object(), new Object()};
        AtomicInteger decoded = new AtomicInteger();
        IntStream.range(0, 8).parallel().forEach(thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 200; i++) {
                int owner = random.nextInt(owners.length);
                int number = random.nextInt(40);
                int length = LENGTH >> owner;
                byte value = (byte) (40 * owner + number);
                try (var entry = chunks.take(owners[owner], number, length, memory -> {
                    memory.fill(value);
                    decoded.incrementAndGet();
                })) {
                    assertThat(chunks.bytes()).isLessThanOrEqualTo(DecodedChunks.MOST_BYTES);
                    if (entry != null) {
                        assertThat(entry.memory().get(ValueLayout.JAVA_BYTE, length - 1))
                                .isEqualTo(value);
                        assertThat(entry.memory().byteSize()).isEqualTo(length);
                    }
                }
            }
        });
        assertThat(decoded.get()).isLessThan(1600);
        for (Object owner : owners) {
            chunks.drop(owner);
        }
        assertThat(chunks.bytes()).isZero();
    }

    @Test
    void thoseWhoAskTogetherWaitForOne() {
        DecodedChunks chunks = new DecodedChunks();
        Object owner = new Object();
        AtomicInteger decoded = new AtomicInteger();
        IntStream.range(0, 64).parallel().forEach(i -> {
            var entry = chunks.take(owner, i % 4, 1 << 16, memory -> decoded.incrementAndGet());
            requireNonNull(entry).close();
        });
        assertThat(decoded).hasValue(4);
    }

    @Test
    void whatCannotBeDecodedIsNotKept() {
        DecodedChunks chunks = new DecodedChunks();
        Object owner = new Object();
        assertThatThrownBy(() -> chunks.take(owner, 1, 100, memory -> {
                    throw new IllegalArgumentException("damaged");
                }))
                .hasMessage("damaged");
        assertThat(chunks.bytes()).isZero();
        try (var entry = chunks.take(owner, 1, 100, memory -> memory.fill((byte) 5))) {
            assertThat(requireNonNull(entry).memory().get(ValueLayout.JAVA_BYTE, 99))
                    .isEqualTo((byte) 5);
        }
    }
}
