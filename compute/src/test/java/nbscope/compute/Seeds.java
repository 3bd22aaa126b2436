package nbscope.compute;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Seeds of random tests: a few fixed ones, or the one of `-Dtests.seed=`.
final class Seeds {
    private Seeds() {}

    /// Seeds that differ little give `Random` nearly the same first numbers, so they are spread first.
    static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    static Stream<Long> few() {
        Long replay = Long.getLong("tests.seed");
        return replay != null
                ? Stream.of(replay)
                : LongStream.rangeClosed(1, 20).boxed();
    }
}
