package nbscope.io.czi.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nbscope.io.benchmark.Peer;
import nbscope.io.benchmark.Reads;

/// The libraries that read CZI files in Python: `src/test/bench/czi/peer.py`.
///
/// @param process in which they are
record CziPeer(Peer process) implements AutoCloseable {
    static CziPeer start(Path python) {
        return new CziPeer(Peer.start(python, "src/test/bench/czi/peer.py"));
    }

    JsonNode ask(String call, Map<String, ?> arguments) {
        return process.ask(call, arguments);
    }

    /// Reads regions or tiles, each of which it times and hashes.
    ///
    /// @param tiles as [BenchFile#described]
    Reads read(String call, BenchFile file, List<List<Long>> tiles) {
        return read(call, file, tiles, false);
    }

    /// @param late whether nothing is hashed before the last read: the system would use the pause to read ahead
    Reads read(String call, BenchFile file, List<List<Long>> tiles, boolean late) {
        JsonNode found = ask(call, Map.of("path", file.path().toString(), "tiles", tiles, "late", late));
        Reads reads = new Reads(tiles.size());
        for (int i = 0; i < tiles.size(); i++) {
            reads.set(i, found.get(i).get(0).asDouble(), found.get(i).get(1).asText());
        }
        return reads;
    }

    double seconds(String call, BenchFile file) {
        return ask(call, Map.of("path", file.path().toString())).asDouble();
    }

    /// Asks the system to forget the file. What a process has mapped stays.
    void drop(BenchFile file) {
        ask("drop", Map.of("path", file.path().toString()));
    }

    @Override
    public void close() {
        process.close();
    }
}
