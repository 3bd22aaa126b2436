package nbscope.io.internal.dataset;

import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.IOBackend;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;

/// Tiles from mapped files.
public enum MappedBackend implements IOBackend {
    INSTANCE;

    @Override
    public String id() {
        return "mmap";
    }

    @Override
    public boolean copies() {
        return false;
    }

    @Override
    public TileCursor tiles(BasePartition partition, TileRequest request, TileMemory memory) {
        if (partition.fileSet().files().size() > OpenFiles.MOST_MAPPED) {
            return BufferedBackend.INSTANCE.tiles(partition, request, memory);
        }
        if (partition.decoder().isStraight() && partition.fileSet().isPlain()) {
            return new StraightTiles(partition, request, memory);
        }
        return new RangeTiles(partition, request, memory, RangeTiles.mapped(partition.files()));
    }
}
