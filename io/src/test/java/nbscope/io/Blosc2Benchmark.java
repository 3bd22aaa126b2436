package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;

/// Reading and writing Blosc2 arrays beside python-blosc2, ours and the peer's runs in turn: `./nbscope bench blosc2`.
/// Both read memory-mapped and warm; our output buffer is used again unless a row says otherwise, Python makes a new
/// array each time, as its API does.
///
/// Arguments: the folder of the data (made where missing), the JSON file to write, and parts of the names of rows, to
/// measure only those.
final class Blosc2Benchmark {
    private Blosc2Benchmark() {}

    public static void main(String[] args) throws IOException {
        List<String> parts = List.of(args).subList(2, args.length);
        System.out.printf(
                Locale.ROOT,
                "load %.1f on %d processors%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        BenchTable table = new BenchTable();
        try (PythonPeer python = PythonPeer.start()) {
            run(new Bench(
                    python,
                    Path.of(args[0]),
                    name -> parts.isEmpty() || parts.stream().anyMatch(name::contains),
                    table));
        }
        table.write(Path.of(args[1]));
    }

    private static void run(Bench bench) throws IOException {
        JsonNode files =
                bench.ask("make(folder)", Map.of("folder", bench.folder().toString()));
        DecodeRows decode = new DecodeRows(bench);
        for (JsonNode file : files) {
            decode.measure(file.asText());
        }
        PatchRows patch = new PatchRows(bench);
        patch.measure("u2-mla-default.mla", 64, 64, 64);
        patch.measure("f4-zstd5-shuffle.b2nd", 64, 64, 64);
        patch.measure("u2-4dstem-zstd5-bitshuffle.b2nd", 8, 8, 128, 128);
        patch.measure("u2-4dstem-zstd5-bitshuffle.b2nd", 1, 1, 128, 128);
        new OpenRows(bench).measure("u2-mla-default.mla");
        WriteRows write = new WriteRows(bench);
        write.measure(DType.F32, Codec.ZSTD, 5, Kind.SHUFFLE);
        write.measure(DType.F32, Codec.LZ4, 5, Kind.SHUFFLE);
        write.measure(DType.U16, Codec.LZ4HC, 8, Kind.SHUFFLE);
        write.measure(DType.F32, Codec.BLOSCLZ, 5, Kind.SHUFFLE);
        write.measure(DType.F32, Codec.ZLIB, 5, Kind.SHUFFLE);
        write.measure(DType.U16, Codec.ZSTD, 5, Kind.BITSHUFFLE);
        write.measure(DType.U16, Codec.LZ4, 5, Kind.BITSHUFFLE);
        new ColdRows(bench).measure("f4-zstd5-shuffle.b2nd");
    }
}
