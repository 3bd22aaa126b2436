package nbscope.compute.udf;

import nbscope.io.dataset.DataTile;

/// What a UDF does with each tile, its parameters made ready for one run. Called from several threads at
/// once, each with a tile and buffers of its own: it changes nothing but the buffers.
@FunctionalInterface
public interface TileProcessor {
    /// Adds what the tile says to the buffers of its partition. The tile is valid only inside this call.
    void processTile(DataTile tile, ResultBuffers partial);

    /// Called once per partition after its last tile.
    default void postprocess(ResultBuffers partial) {}
}
