package nbscope.io;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Seeds of the random tests. A failing one stands in the name of the test; `-Dtests.seed=N` runs just that one.
final class Seeds {
    private Seeds() {}

    static Stream<Long> of(int count) {
        Long one = Long.getLong("tests.seed");
        return one != null ? Stream.of(one) : LongStream.range(0, count).boxed();
    }
}
