package nbscope.io.internal.czi.profile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nbscope.io.Buffers;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.Painting;
import nbscope.io.internal.czi.codec.TileShape;

/// The tiles that are measured and the memory of the mosaic that they are painted to. Any thread may read
/// pieces; one thread makes and closes it.
final class Workload implements TileAccess, AutoCloseable {
    /// How the tiles are cut into pieces.
    enum Method {
        /// One payload per tile, painted where it can be seen.
        TILES,
        /// Each tile's box as a region of the mosaic, as programs do that know no tiles.
        REGIONS
    }

    private final OpenCzi file;
    private final CziPlane plane;
    private final double zoom;
    private final CziBox region;
    private final Map<Integer, Integer> places = new LinkedHashMap<>();
    private final Painting painting;
    private final Arena arena;
    private final MemorySegment out;
    private final boolean cut;
    private final Map<Thread, MemorySegment> rooms = new ConcurrentHashMap<>();

    /// @param maxTiles  at most so many, the first ones of the file
    /// @param mostBytes of the mosaic; fewer tiles are taken where it would be larger
    Workload(OpenCzi file, CziPlane plane, double zoom, int maxTiles, long mostBytes) {
        this.file = file;
        this.plane = plane;
        this.zoom = zoom;
        CziBox whole = file.bounds(plane, zoom);
        int[] needed = whole.isEmpty() ? new int[0] : file.needed(whole, zoom, plane);
        if (needed.length == 0) {
            throw new IllegalArgumentException(file.name() + " has no tiles in the plane " + plane.position()
                    + "; give another --channel or --scene");
        }
        int wanted = Math.min(maxTiles, needed.length);
        int count = wanted;
        while (count > 1 && bytes(needed, count) > mostBytes) {
            count = count * 3 / 4;
        }
        cut = count < wanted;
        region = around(needed, count);
        arena = Arena.ofShared();
        out = Buffers.allocate(file.shape(region, zoom, plane).bytes(), arena);
        painting = Painting.of(file, region, zoom, plane, out);
        Set<Integer> chosen = new HashSet<>();
        Arrays.stream(needed).limit(count).forEach(chosen::add);
        int[] rows = painting.tiles();
        for (int i = 0; i < rows.length; i++) {
            if (chosen.contains(rows[i])) {
                places.put(rows[i], i);
            }
        }
    }

    private long bytes(int[] needed, int count) {
        return file.shape(around(needed, count), zoom, plane).bytes();
    }

    private CziBox around(int[] rows, int count) {
        CziBox box = new CziBox(0, 0, 0, 0);
        for (int i = 0; i < count; i++) {
            box = box.union(file.tile(rows[i]).box());
        }
        return box;
    }

    /// Whether memory allowed fewer tiles than were wanted.
    boolean isCut() {
        return cut;
    }

    /// Rows of the directory in the order of the file.
    List<Integer> tiles() {
        return List.copyOf(places.keySet());
    }

    CziBox region() {
        return region;
    }

    MemorySegment mosaic() {
        return out;
    }

    /// The tiles as pieces in the order of the file.
    List<Piece> pieces(Method method) {
        List<Piece> all = new ArrayList<>();
        places.forEach((row, place) -> {
            Piece r = region(file.tile(row));
            all.add(
                    method == Method.REGIONS
                            ? r
                            : new Piece(r.tiles(), place, null, r.offset(), r.x(), r.y(), r.pixels()));
        });
        return all;
    }

    /// The box of a tile as a region.
    static Piece region(CziTile tile) {
        CziBox box = tile.box();
        long pixels = (long) tile.storedWidth() * tile.storedHeight();
        return new Piece(new int[] {tile.index()}, -1, box, tile.offset(), box.x(), box.y(), pixels);
    }

    /// As [#pieces], from top to bottom and left to right.
    static List<Piece> inSpace(List<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparingLong(Piece::y).thenComparingLong(Piece::x))
                .toList();
    }

    /// Regions around groups of `side` x `side` neighbours.
    List<Piece> groups(int side) {
        List<Piece> tiles = pieces(Method.REGIONS);
        long wide = Math.max(1, side * step(tiles, true));
        long high = Math.max(1, side * step(tiles, false));
        Map<List<Long>, List<Piece>> groups = new LinkedHashMap<>();
        for (Piece tile : tiles) {
            // A stage places tiles a few pixels off: a quarter of a step is no other group.
            long column = Math.floorDiv(tile.x() - region.x() + wide / (4L * side), wide);
            long row = Math.floorDiv(tile.y() - region.y() + high / (4L * side), high);
            groups.computeIfAbsent(List.of(row, column), k -> new ArrayList<>()).add(tile);
        }
        return groups.values().stream().map(this::together).toList();
    }

    private Piece together(List<Piece> tiles) {
        int[] rows = tiles.stream().mapToInt(Piece::first).toArray();
        CziBox box = around(rows, rows.length);
        long pixels = tiles.stream().mapToLong(Piece::pixels).sum();
        return new Piece(rows, -1, box, tiles.getFirst().offset(), box.x(), box.y(), pixels);
    }

    /// The usual distance between neighbouring tiles.
    private static long step(List<Piece> tiles, boolean across) {
        long[] places = tiles.stream()
                .mapToLong(t -> across ? t.x() : t.y())
                .sorted()
                .distinct()
                .toArray();
        CziBox one = Objects.requireNonNull(tiles.getFirst().region());
        long size = across ? one.width() : one.height();
        Map<Long, Integer> votes = new HashMap<>();
        for (int i = 1; i < places.length; i++) {
            long gap = places[i] - places[i - 1];
            if (gap > size / 2) {
                votes.merge(gap, 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(size);
    }

    @Override
    public void read(Piece piece) {
        CziBox box = piece.region();
        if (box == null) {
            painting.paint(piece.painting());
            return;
        }
        TileShape shape = file.shape(box, zoom, plane);
        file.readMosaic(box, zoom, plane, room(shape.bytes()));
    }

    private MemorySegment room(long bytes) {
        return rooms.compute(
                        Thread.currentThread(),
                        (thread, mine) ->
                                mine == null || mine.byteSize() < bytes ? Buffers.allocate(bytes, arena) : mine)
                .asSlice(0, bytes);
    }

    @Override
    public Spent spent() {
        return Spent.of(file.threadCounters());
    }

    @Override
    public void close() {
        arena.close();
    }
}
