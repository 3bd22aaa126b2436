package nbscope.compute.internal.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.BadPixels;
import nbscope.compute.Device;
import nbscope.compute.LoadOptions;
import nbscope.compute.MinMax;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Pixels;
import nbscope.io.Region;
import org.jspecify.annotations.Nullable;

/// One stack on its way from a file to a device, one time frame after another and in each one region after
/// another; every byte of the file is read once (twice where bad pixels are to be found and mended).
///
/// Without a bin a region is read to where it stays. With a bin it is read to a buffer and binned from there
/// in the file's type; when the first sum does not fit, what is loaded so far is copied to the next larger
/// type that holds it, and the region is binned again, from the buffer. For one thread.
final class Loading {
    private final DataSet data;
    private final Device device;
    private final Owner owner;
    private final Binning binning;
    private final Geometry raw;
    private final String pool;
    private final Room room;
    private final Inspector inspector;
    private final BadPixels.Use use;
    private final Regions regions;
    private final Grain grain;
    private final Intake intake;
    private final List<FrameStore> stores = new ArrayList<>();

    private final String instead;
    private Opening opening;
    private Geometry geometry;
    private Ledger.Held held;
    private Extremes values = Extremes.NONE;
    private String largest = "";

    /// Takes room in the ledger.
    interface Room {
        Ledger.Held take(Opening opening, Geometry geometry);
    }

    /// @param pool    whose budget the stack counts against
    /// @param instead why Java takes the device's place; empty when it does not
    /// @param room    takes room for all frames of such a stack, or throws
    Loading(
            DataSet data,
            LoadOptions options,
            Device device,
            Owner owner,
            Binning binning,
            String pool,
            String instead,
            Room room) {
        this.data = data;
        this.device = device;
        this.owner = owner;
        this.binning = binning;
        this.pool = pool;
        this.instead = instead;
        this.room = room;
        this.raw = Geometry.of(data);
        this.geometry = binning.of(raw, data.name());
        this.use = options.use();
        this.inspector = new Inspector(raw, data.frames(), options.search(), use);
        int passes = inspector.needsSurvey() ? 2 : 1;
        this.regions = new Regions(data, raw, binning.scan(), passes, options.progress());
        this.grain = Grain.of(data.array());
        this.intake = new Intake(grain, regions, raw.patternBytes(), owner.workers());
        this.opening = new Opening(data.name(), geometry, device, owner, instead);
        this.held = room.take(opening, geometry);
    }

    /// Releases everything when it fails.
    Loader.Loaded run() {
        boolean complete = false;
        try {
            if (inspector.needsSurvey()) {
                survey();
            }
            if (binning.isNone()) {
                fill();
            } else {
                fillBinned();
            }
            stores.forEach(FrameStore::ready);
            var loaded = new Loader.Loaded(stores, held, data.frames() * geometry.frameBytes(), findings());
            complete = true;
            return loaded;
        } finally {
            opening.close();
            if (!complete) {
                held.release();
                stores.forEach(Loading::closeQuietly);
            }
        }
    }

    /// What went wrong before is what the caller hears of.
    private static void closeQuietly(FrameStore store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            System.getLogger(Loading.class.getName()).log(System.Logger.Level.WARNING, "a failed load left memory", e);
        }
    }

    private Loader.Findings findings() {
        var bad = inspector.bad();
        List<String> notes = new ArrayList<>(binning.notes(raw, geometry.dtype(), largest));
        if (bad.count() > 0) {
            notes.add(bad.toString());
        }
        boolean[] excluded =
                use == BadPixels.Use.EXCLUDE && bad.count() > 0 ? binning.mask(bad.mask(), raw) : new boolean[0];
        var minMax = values.isEmpty() ? new MinMax(Double.NaN, Double.NaN) : new MinMax(values.min(), values.max());
        return new Loader.Findings(geometry, binning.adjust(data.calibration()), notes, minMax, bad, excluded);
    }

    /// What is done with a piece, and what it is read from.
    private interface Visitor {
        void visit(Regions.Piece piece, NdArray from);
    }

    /// All pieces, one after another, while the next one is fetched.
    private void each(boolean wide, Visitor visitor) {
        List<Regions.Piece> pieces = regions.pieces(wide);
        List<Region> places = pieces.stream().map(regions::region).toList();
        try (var ahead = new ReadAhead(data, places, owner.ledger())) {
            for (Regions.Piece piece : pieces) {
                regions.begin(piece);
                visitor.visit(piece, ahead.next());
                regions.end(piece);
            }
        }
    }

    private void survey() {
        try (var buffers = new Buffer(regions.largest())) {
            each(false, (piece, from) -> intake.read(from, piece, buffers.memory, inspector::survey));
        }
        inspector.endSurvey();
    }

    /// The store of a piece, opened at the first one of its frame.
    private FrameStore store(Regions.Piece piece) {
        if (piece.frame() == stores.size()) {
            stores.add(opening.open(piece.frame()));
        }
        return stores.get(piece.frame());
    }

    private void fill() {
        each(
                true,
                (piece, from) -> store(piece).fill(piece.row(), piece.rows(), (row, rows, destination) -> {
                    values = values.merge(intake.read(from, piece.part(row, rows), destination, inspector::keep));
                }));
    }

    /// Each core reads and bins patterns of its own where whole chunks allow it; else the array reads a
    /// piece, and then it is binned.
    private void fillBinned() {
        try (var fused =
                        new FusedBinner(binning, raw, regions, grain.with(binning.scan()), owner.workers(), inspector);
                var buffers = new Buffers()) {
            each(false, (piece, from) -> {
                store(piece);
                if (fused.suits() && regions.isWide(piece)) {
                    fused(fused, piece, from.sequential());
                } else {
                    fillBinned(piece, from, buffers.source(), buffers.binned());
                }
            });
        }
    }

    private void fused(FusedBinner binner, Regions.Piece piece, NdArray from) {
        int scan = binning.scan();
        for (boolean again = false; ; again = true) {
            boolean repeated = again;
            Extremes[] found = {Extremes.NONE};
            boolean[] fits = {true};
            stores.get(piece.frame()).fill(piece.row() / scan, piece.rows() / scan, (row, rows, destination) -> {
                var part = piece.part(row * scan, rows * scan);
                fits[0] &= binner.run(from, part, geometry, destination, repeated);
                found[0] = found[0].merge(binner.values());
            });
            if (fits[0]) {
                values = values.merge(found[0]);
                return;
            }
            widen(piece.frame(), piece.row() / scan, found[0]);
        }
    }

    private void fillBinned(Regions.Piece piece, NdArray from, MemorySegment source, MemorySegment binned) {
        intake.read(from, piece, source, inspector::pass);
        bin(piece, source, binned);
        int scan = binning.scan();
        if (piece.col() / scan + piece.cols() / scan == geometry.scanCols()) {
            int row = piece.row() / scan;
            long rowBytes = geometry.rowBytes();
            stores.get(piece.frame())
                    .fill(
                            row,
                            piece.rows() / scan,
                            (first, n, destination) ->
                                    MemorySegment.copy(binned, (first - row) * rowBytes, destination, 0, n * rowBytes));
        }
    }

    private void bin(Regions.Piece piece, MemorySegment source, MemorySegment binned) {
        int scan = binning.scan();
        int rows = piece.rows() / scan;
        int col = piece.col() / scan;
        while (true) {
            var binner = new Binner(binning, raw, geometry, owner.workers());
            if (binner.run(source, rows, piece.cols() / scan, binned, col, geometry.scanCols())) {
                values = values.merge(binner.values());
                return;
            }
            DType before = geometry.dtype();
            widen(piece.frame(), piece.row() / scan, binner.values());
            if (col > 0) {
                widenInPlace(before, binned, (long) rows * geometry.scanCols());
            }
        }
    }

    /// Copies what is loaded so far, all frames before this one and `rows` rows of it, to the type that holds
    /// these sums.
    private void widen(int frame, int rows, Extremes sums) {
        var old = geometry;
        DType type = old.dtype();
        while (!Binning.fits(type, (long) sums.min(), (long) sums.max())) {
            type = Binning.wider(type);
        }
        double outside = Binning.fits(old.dtype(), 0, (long) sums.max()) ? sums.min() : sums.max();
        largest = String.format(Locale.ROOT, "a sum of %,.0f", outside);
        geometry = new Geometry(type, old.scanRows(), old.scanCols(), old.detRows(), old.detCols());
        held.release();
        opening.close();
        opening = new Opening(data.name(), geometry, device, owner, instead);
        held = room.take(opening, geometry);
        for (int f = 0; f <= frame; f++) {
            int loaded = f < frame ? old.scanRows() : rows;
            FrameStore narrow = stores.get(f);
            var both = owner.ledger()
                    .note(new Ledger.Claim(
                            data.name(),
                            "frame " + f + " before",
                            old.dtype(),
                            device.name(),
                            pool,
                            loaded * old.rowBytes(),
                            null));
            try {
                stores.set(f, opening.open(f));
                try (narrow) {
                    copy(narrow, old, stores.get(f), loaded);
                }
            } finally {
                both.release();
            }
        }
    }

    private void copy(FrameStore narrow, Geometry old, FrameStore wide, int rows) {
        int step = regions.rows();
        for (int row = 0; row < rows; row += step) {
            wide.fill(row, Math.min(step, rows - row), (first, n, destination) -> {
                int from = first * old.scanCols();
                owner.workers().run(n * old.scanCols(), geometry.patternBytes(), (a, b) -> {
                    byte[] bytes = new byte[old.patternBytes()];
                    var pattern = MemorySegment.ofArray(bytes);
                    long[] pixels = new long[old.pixels()];
                    for (int p = a; p < b; p++) {
                        narrow.pattern(from + p, pattern);
                        Pixels.toLongs(old.dtype(), pattern, 0, pixels, pixels.length);
                        WordBins.write(geometry.dtype(), pixels, destination, (long) p * geometry.patternBytes());
                    }
                });
            });
            if (narrow instanceof JavaStore java) {
                // Else both would be there as a whole at the end.
                java.host().forget(row, Math.min(step, rows - row));
            }
        }
    }

    /// Backwards, so that no value is overwritten before it was read.
    private void widenInPlace(DType before, MemorySegment binned, long patterns) {
        long[] pixels = new long[geometry.pixels()];
        for (long p = patterns - 1; p >= 0; p--) {
            Pixels.toLongs(before, binned, p * pixels.length * before.bytes(), pixels, pixels.length);
            WordBins.write(geometry.dtype(), pixels, binned, p * geometry.patternBytes());
        }
    }

    /// What pieces pass through on their way to be binned, taken when it is first needed; the second
    /// one has room for the widest type.
    private final class Buffers implements AutoCloseable {
        private @Nullable Buffer source;
        private @Nullable Buffer binned;

        MemorySegment source() {
            Buffer known = source;
            if (known == null) {
                known = new Buffer(regions.largest());
                source = known;
            }
            return known.memory;
        }

        MemorySegment binned() {
            Buffer known = binned;
            if (known == null) {
                long rows = regions.rows() / binning.scan();
                known = new Buffer(rows * geometry.scanCols() * geometry.pixels() * Long.BYTES);
                binned = known;
            }
            return known.memory;
        }

        @Override
        public void close() {
            if (source != null) {
                source.close();
            }
            if (binned != null) {
                binned.close();
            }
        }
    }

    /// Plain memory for one region, in the ledger while it lasts.
    private final class Buffer implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;
        private final Ledger.Held note;

        Buffer(long bytes) {
            note = owner.ledger()
                    .note(new Ledger.Claim(
                            data.name(), "reading buffer", raw.dtype(), "plain memory", Ledger.BUFFERS, bytes, null));
            boolean made = false;
            try {
                memory = OffHeap.allocate(arena, bytes);
                made = true;
            } finally {
                if (!made) {
                    note.release();
                    arena.close();
                }
            }
        }

        @Override
        public void close() {
            arena.close();
            note.release();
        }
    }
}
