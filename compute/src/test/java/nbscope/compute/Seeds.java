package nbscope.compute;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Seeds of random tests: a few fixed ones, or the one of `-Dtests.seed=`.
final class Seeds {
    private Seeds() {}

    static Stream<Long> few() {
        Long replay = Long.getLong("tests.seed");
        return replay != null
                ? Stream.of(replay)
                : LongStream.rangeClosed(1, 20).boxed();
    }
}
