package nbscope.io.internal.dataset;

import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.IOBackend;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileMemory;
import nbscope.io.dataset.TileRequest;

/// Tiles from files that are read by calls, several ranges at a time where they lie near each other.
public enum BufferedBackend implements IOBackend {
    INSTANCE;

    @Override
    public String id() {
        return "buffered";
    }

    @Override
    public boolean copies(BasePartition partition) {
        return true;
    }

    @Override
    public TileCursor tiles(BasePartition partition, TileRequest request, TileMemory memory) {
        return new RangeTiles(partition, request, memory, new ReadAhead(partition.files()));
    }
}
