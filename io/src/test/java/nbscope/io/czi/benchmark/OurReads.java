package nbscope.io.czi.benchmark;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.io.CziFile;
import nbscope.io.benchmark.Reads;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;

/// Our side: reads into memory that is used again.
///
/// @param out large enough for every read
record OurReads(CziFile file, MemorySegment out) {
    /// Tile by tile, its own pixels.
    Reads tiles(List<CziTile> tiles) {
        Reads reads = new Reads(tiles.size());
        for (int i = 0; i < tiles.size(); i++) {
            int index = tiles.get(i).index();
            long start = System.nanoTime();
            var raster = file.readTile(index, out);
            double took = (System.nanoTime() - start) / 1e9;
            reads.set(i, took, Reads.sha256(out.asSlice(0, raster.bytes())));
        }
        return reads;
    }

    /// As [#tiles], each into memory of its own in `out`, and nothing hashed before the last read: the system
    /// would use the pause to read ahead.
    Reads tilesInARow(List<CziTile> tiles) {
        Reads reads = new Reads(tiles.size());
        long each = out.byteSize() / tiles.size();
        double[] took = new double[tiles.size()];
        for (int i = 0; i < took.length; i++) {
            long start = System.nanoTime();
            file.readTile(tiles.get(i).index(), out.asSlice(i * each, each));
            took[i] = (System.nanoTime() - start) / 1e9;
        }
        for (int i = 0; i < took.length; i++) {
            reads.set(i, took[i], Reads.sha256(out.asSlice(i * each, each)));
        }
        return reads;
    }

    /// What lies where a tile lies, its neighbours among it.
    Reads regions(List<CziTile> tiles) {
        Reads reads = new Reads(tiles.size());
        for (int i = 0; i < tiles.size(); i++) {
            var box = tiles.get(i).box();
            long start = System.nanoTime();
            var raster = file.readMosaic(box, 1, CziPlane.channel(0), out);
            double took = (System.nanoTime() - start) / 1e9;
            reads.set(i, took, Reads.sha256(out.asSlice(0, raster.bytes())));
        }
        return reads;
    }

    /// The whole plane.
    Reads mosaic() {
        Reads reads = new Reads(1);
        long start = System.nanoTime();
        var raster = file.readMosaic(file.bounds(), 1, CziPlane.channel(0), out);
        double took = (System.nanoTime() - start) / 1e9;
        reads.set(0, took, Reads.sha256(out.asSlice(0, raster.bytes())));
        return reads;
    }
}
