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
    public boolean copies(BasePartition partition) {
        return !partition.decoder().isStraight() || !partition.fileSet().isPlain() || isLarge(partition);
    }

    /// Too many files to be mapped together.
    private static boolean isLarge(BasePartition partition) {
        return partition.fileSet().files().size() > OpenFiles.MOST_MAPPED;
    }

    @Override
    public TileCursor tiles(BasePartition partition, TileRequest request, TileMemory memory) {
        if (isLarge(partition)) {
            return BufferedBackend.INSTANCE.tiles(partition, request, memory);
        }
        if (!copies(partition)) {
            return new StraightTiles(partition, request, memory);
        }
        return new RangeTiles(partition, request, memory, RangeTiles.mapped(partition.files()));
    }
}
