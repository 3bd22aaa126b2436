package nbscope.io.internal.zarr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nbscope.io.internal.bytes.Disk;

/// The files of a level: each a tile of one plane, compressed chunk by chunk. Safe from any thread.
final class TileFiles {
    private final Pyramid.Level level;
    private final ArrayMetadata array;
    private final ChunkFiles reader;
    private final UnfinishedFolder folder;
    private final int item;

    TileFiles(Pyramid.Level level, ArrayMetadata array, UnfinishedFolder folder) {
        this.level = level;
        this.array = array;
        this.folder = folder;
        reader = new ChunkFiles(array);
        item = array.type().bytes();
    }

    Pyramid.Level level() {
        return level;
    }

    /// Whether an earlier call has written the tile.
    boolean has(Tile tile) {
        return UnfinishedFolder.has(file(tile));
    }

    private Path file(Tile tile) {
        return array.keys().file(array.folder(), place(tile, tile.down(), tile.across()));
    }

    private static long[] place(Tile tile, long down, long across) {
        int rank = tile.plane().length;
        long[] at = Arrays.copyOf(tile.plane(), rank + 2);
        at[rank] = down;
        at[rank + 1] = across;
        return at;
    }

    /// Writes a tile.
    ///
    /// @param pixels its rows, as long as they are in the image
    void store(Tile tile, byte[] pixels, CodecScratch scratch) {
        if (array.shard() == null) {
            folder.write(file(tile), encoded(tile, pixels, 0, 0, scratch));
        } else {
            folder.write(file(tile), out -> shard(tile, pixels, scratch, out));
        }
    }

    private void shard(Tile tile, byte[] pixels, CodecScratch scratch, Disk.OpenFile out) throws IOException {
        int across = level.tileCols() / level.chunkCols();
        int chunks = level.tileRows() / level.chunkRows() * across;
        long[] pairs = new long[2 * chunks];
        Arrays.fill(pairs, ShardIndex.MISSING);
        long at = 0;
        for (int i = 0; i < chunks; i++) {
            int row = i / across * level.chunkRows();
            int col = i % across * level.chunkCols();
            if (row < level.rows(tile.down()) && col < level.cols(tile.across())) {
                byte[] bytes = encoded(tile, pixels, row, col, scratch);
                out.write(at, bytes, 0, bytes.length);
                pairs[2 * i] = at;
                pairs[2 * i + 1] = bytes.length;
                at += bytes.length;
            }
        }
        byte[] index = new ShardIndex(pairs).bytes();
        out.write(at, index, 0, index.length);
    }

    /// The chunk that begins at a row and a column of the tile; zero where the image has ended.
    private byte[] encoded(Tile tile, byte[] pixels, int row, int col, CodecScratch scratch) {
        int tileCols = level.cols(tile.across());
        int rows = Math.min(level.chunkRows(), level.rows(tile.down()) - row);
        int cols = Math.min(level.chunkCols(), tileCols - col);
        byte[] bytes = new byte[array.chunkBytes()];
        for (int y = 0; y < rows; y++) {
            int from = ((row + y) * tileCols + col) * item;
            System.arraycopy(pixels, from, bytes, y * level.chunkCols() * item, cols * item);
        }
        List<ByteCodec> codecs = array.codecs();
        for (ByteCodec codec : codecs) {
            bytes = codec.encode(bytes, bytes.length, scratch);
        }
        return bytes;
    }

    /// Reads a tile that [#store] has written.
    void load(Tile tile, byte[] pixels, CodecScratch scratch) {
        int tileRows = level.rows(tile.down());
        int tileCols = level.cols(tile.across());
        long firstDown = tile.down() * (level.tileRows() / level.chunkRows());
        long firstAcross = tile.across() * (level.tileCols() / level.chunkCols());
        for (int row = 0; row < tileRows; row += level.chunkRows()) {
            for (int col = 0; col < tileCols; col += level.chunkCols()) {
                long down = firstDown + row / level.chunkRows();
                long across = firstAcross + col / level.chunkCols();
                byte[] bytes = reader.read(place(tile, down, across), scratch);
                if (bytes == null) {
                    throw new IllegalStateException(file(tile) + " was deleted while it was needed; start again");
                }
                int rows = Math.min(level.chunkRows(), tileRows - row);
                int cols = Math.min(level.chunkCols(), tileCols - col);
                for (int y = 0; y < rows; y++) {
                    int to = ((row + y) * tileCols + col) * item;
                    System.arraycopy(bytes, y * level.chunkCols() * item, pixels, to, cols * item);
                }
            }
        }
    }

    /// A tile's place.
    ///
    /// @param plane index along each axis before the last two
    record Tile(long[] plane, long down, long across) {}
}
