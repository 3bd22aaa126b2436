package nbscope.io.czi.profile;

/// A way to read a file.
///
/// @param name      unique: `threads-4`, `order-spatial`
/// @param group     what it varies: `baseline`, `threads`, `batch`, `processes`, `order`, `downsampling`, `region`,
///                  `access`, `copy`, `peer`
/// @param threads   that read, 0 for the calling one alone
/// @param processes that read, 1 for this one
/// @param batch     tiles that a thread takes at a time
/// @param order     of the tiles: `file`, `spatial`, `directory`
/// @param shape     how they are asked for: `tile` (one payload each), `region` (each tile's box as a region), `2x2`,
///                  `3x3` (regions around neighbours)
/// @param zoom      pixels read per pixel of the full resolution
/// @param access    `AUTOMATIC`, `MAPPED` or `POSITIONAL`
/// @param readAhead whether another thread brings the next tiles to memory
/// @param copy      `none`, `local`, `uncompressed`, `ome-zarr`
public record Configuration(
        String name,
        String group,
        int threads,
        int processes,
        int batch,
        String order,
        String shape,
        double zoom,
        String access,
        boolean readAhead,
        String copy) {
    /// One thread, file order, a payload per tile.
    public static Configuration sequential() {
        return new Configuration("sequential", "baseline", 0, 1, 1, "file", "tile", 1, "AUTOMATIC", false, "none");
    }

    public Configuration named(String value, String kind) {
        return new Configuration(value, kind, threads, processes, batch, order, shape, zoom, access, readAhead, copy);
    }

    public Configuration threads(int value) {
        return new Configuration(name, group, value, processes, batch, order, shape, zoom, access, readAhead, copy);
    }

    public Configuration processes(int value) {
        return new Configuration(name, group, threads, value, batch, order, shape, zoom, access, readAhead, copy);
    }

    public Configuration batch(int value) {
        return new Configuration(name, group, threads, processes, value, order, shape, zoom, access, readAhead, copy);
    }

    public Configuration order(String value) {
        return new Configuration(name, group, threads, processes, batch, value, shape, zoom, access, readAhead, copy);
    }

    public Configuration shape(String value) {
        return new Configuration(name, group, threads, processes, batch, order, value, zoom, access, readAhead, copy);
    }

    public Configuration zoom(double value) {
        return new Configuration(name, group, threads, processes, batch, order, shape, value, access, readAhead, copy);
    }

    public Configuration access(String value) {
        return new Configuration(name, group, threads, processes, batch, order, shape, zoom, value, readAhead, copy);
    }

    public Configuration readAhead(boolean value) {
        return new Configuration(name, group, threads, processes, batch, order, shape, zoom, access, value, copy);
    }

    public Configuration copy(String value) {
        return new Configuration(name, group, threads, processes, batch, order, shape, zoom, access, readAhead, value);
    }
}
