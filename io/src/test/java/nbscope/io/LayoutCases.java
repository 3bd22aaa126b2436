package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The cases of `layout-cases.json`, written by `make_layout_cases.py`.
final class LayoutCases {
    /// A machine of which no layout in a test depends on the one that runs it.
    static final CacheSizes CACHES = new CacheSizes(32 << 10, 1 << 20, 32 << 20);

    private LayoutCases() {}

    /// @param mlarray chunks and blocks of mlarray 0.0.54
    /// @param baseline those of its versions up to 0.0.53, null where they refuse
    record Case(LayoutRequest request, String dtype, int[][] mlarray, int @Nullable [][] baseline) {
        @Override
        public String toString() {
            return dtype + " " + request;
        }
    }

    static Stream<Case> all() {
        JsonNode root;
        try {
            root = new ObjectMapper()
                    .readTree(Path.of("src/test/fixtures/layout-cases.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return StreamSupport.stream(root.get("cases").spliterator(), false).map(LayoutCases::read);
    }

    private static Case read(JsonNode c) {
        List<String> axes = new ArrayList<>();
        c.get("axes").forEach(label -> axes.add(label.asText()));
        LayoutRequest request = new LayoutRequest(
                longs(c.get("shape")), c.get("itemsize").asInt(), axes, longs(c.get("patch")), CACHES);
        int[][] mlarray = layout(c.get("mlarray"));
        if (mlarray == null) {
            throw new AssertionError("mlarray lays out every case of the table");
        }
        return new Case(request, c.get("dtype").asText(), mlarray, layout(c.get("baseline")));
    }

    static int @Nullable [][] layout(JsonNode answer) {
        return answer.has("error") ? null : new int[][] {ints(answer.get("chunks")), ints(answer.get("blocks"))};
    }

    static int[] ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static long[] longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}
