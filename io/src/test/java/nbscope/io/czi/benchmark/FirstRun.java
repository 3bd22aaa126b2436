package nbscope.io.czi.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Reads;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPlane;

/// What a new JVM runs for [FirstRows]: opens a file and reads something of it once. Arguments: the file and
/// `tile`, `mosaic` or `region`. Prints the seconds of opening, those of reading, and the SHA-256 of the pixels.
final class FirstRun {
    private FirstRun() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        try (CziFile file = CziFile.open(Path.of(args[0]));
                Arena arena = Arena.ofShared()) {
            long opened = System.nanoTime();
            MemorySegment pixels = switch (args[1]) {
                case "tile" ->
                    file.readTile(file.tiles().findFirst().orElseThrow().index(), arena);
                case "mosaic" -> region(file, file.bounds(), arena);
                default -> region(file, ManyRows.REGION, arena);
            };
            long read = System.nanoTime();
            System.out.println((opened - start) / 1e9 + " " + (read - opened) / 1e9 + " " + Reads.sha256(pixels));
        }
    }

    private static MemorySegment region(CziFile file, CziBox box, Arena arena) {
        return file.readMosaic(box, 1, CziPlane.channel(0), arena);
    }
}
