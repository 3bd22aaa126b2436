package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/// What the parts of a benchmark share.
///
/// @param python the peer
/// @param folder of the data
/// @param wanted whether a row of this name is to be measured
record Bench(PythonPeer python, Path folder, Predicate<String> wanted, BenchTable table) {
    static final String PEER = "python-blosc2 4.14.1";

    /// Runs of both sides before the ones that count.
    static final int WARM_UP = 8;

    static final int RUNS = 7;

    String path(String file) {
        return folder.resolve(file).toString();
    }

    static String stem(String file) {
        return file.replaceAll("\\.\\w+$", "");
    }

    /// The value of a call of `src/test/python/blosc2_bench.py`.
    JsonNode ask(String call, Map<String, ?> arguments) {
        return python.run("import blosc2_bench as b; result = b." + call, arguments);
    }
}
