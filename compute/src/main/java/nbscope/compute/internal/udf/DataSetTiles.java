package nbscope.compute.internal.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DataSet;
import nbscope.io.MalformedDataException;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileRequest;
import org.jspecify.annotations.Nullable;

/// The frames of a data set, straight from its files.
///
/// @param geometry sizes; all navigation axes but the last are rows
/// @param data     what is read
public record DataSetTiles(Geometry geometry, DataSet data) implements TileSource {
    public static DataSetTiles of(DataSet data) {
        return new DataSetTiles(Geometry.flat(data), data);
    }

    @Override
    public List<? extends TileBlock> blocks(@Nullable Roi roi, int count) {
        List<TileBlock> blocks = new ArrayList<>();
        for (Partition partition : data.partitions(count)) {
            if (partition.computed(roi) > 0) {
                blocks.add(new Block(partition, partition.fromIndex(roi), partition.toIndex(roi)));
            }
        }
        return blocks;
    }

    private record Block(Partition partition, int from, int to) implements TileBlock {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] baseShape(boolean roi) {
            return partition.baseShape(roi);
        }

        @Override
        public int[] adjustTileShape(int[] tileShape, boolean roi) {
            return partition.adjustTileShape(tileShape, roi);
        }

        @Override
        public boolean copies() {
            return partition.copies();
        }

        @Override
        public void tiles(TileRequest request, Scratch scratch, Predicate<DataTile> taker) {
            try (TileCursor tiles = partition.tiles(request, bytes -> scratch.take(Scratch.Use.COPY, bytes))) {
                boolean more = true;
                for (DataTile tile = tiles.next(); more && tile != null; tile = more ? tiles.next() : null) {
                    more = taker.test(tile);
                }
            } catch (InternalError e) {
                throw MalformedDataException.vanished(partition.name(), e);
            }
        }

        @Override
        public void close() {
            partition.close();
        }
    }
}
