package nbscope.io.internal.czi.profile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import nbscope.io.Buffers;
import nbscope.io.DType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.internal.czi.OpenCzi;
import org.jspecify.annotations.Nullable;

/// Looks at a mosaic band by band, and paints it a second time in the plainest way: whole tiles over each
/// other, in order.
public final class Validating {
    private static final long BAND = 128 << 20;
    private static final long SLACK = 256 << 20;
    private static final int CHUNK = 1 << 16;

    private final OpenCzi file;
    private final CziPlane plane;
    private final CziBox box;
    private final CziPixelType type;
    private final List<CziTile> tiles;
    private final List<String> unreadable = new ArrayList<>();
    private final Histogram histogram = new Histogram();
    private final Steps steps = new Steps();
    private long different;
    private long uncovered;

    private Validating(OpenCzi file, CziPlane plane, CziBox box) {
        this.file = file;
        this.plane = plane;
        this.box = box;
        type = file.pixelType(plane);
        int[] rows = box.isEmpty() ? new int[0] : file.needed(box, 1, plane);
        tiles = IntStream.of(rows)
                .mapToObj(file::tile)
                .sorted(Comparator.<CziTile>comparingInt(t -> order(t.scene()))
                        .thenComparingInt(t -> order(t.m()))
                        .thenComparingInt(CziTile::index))
                .toList();
    }

    private static int order(OptionalInt number) {
        return number.orElse(Integer.MIN_VALUE);
    }

    /// As [CziValidation#of].
    public static CziValidation of(Path path, int channel, @Nullable Integer scene) {
        try (OpenCzi file = OpenCzi.open(path, CziOptions.defaults())) {
            CziPlane plane = Profiling.plane(channel, scene);
            return of(file, plane, file.bounds(plane, 1), null);
        }
    }

    static CziValidation of(OpenCzi file, CziPlane plane, CziBox box, @Nullable String note) {
        Validating look = new Validating(file, plane, box);
        Machine.resetPeak();
        long held = Machine.residentBytes();
        String hash = look.hash();
        long pixels = Math.max(1, box.width() * box.height());
        long largest = look.tiles.stream()
                .mapToLong(t -> (long) t.storedWidth() * t.storedHeight())
                .max()
                .orElse(0);
        long bound = held
                + SLACK
                + Math.min(2 * BAND, pixels * look.type.bytes())
                + largest * look.type.bytes() * 3 * file.options().threads();
        return new CziValidation(
                box.width(),
                box.height(),
                look.type.toString(),
                hash,
                look.tiles.size(),
                look.unreadable,
                (double) look.uncovered / pixels,
                look.different,
                look.steps.ratio(),
                look.histogram.threshold(),
                look.histogram.above(),
                Machine.peakBytes(),
                bound,
                note);
    }

    private String hash() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        long row = Math.max(1, box.width() * type.bytes());
        long rows = Math.clamp(BAND / row, 1, Math.max(1, box.height()));
        for (long top = 0; top < box.height(); top += rows) {
            band(new CziBox(box.x(), box.y() + top, box.width(), Math.min(rows, box.height() - top)), digest);
        }
        return unreadable.isEmpty() ? HexFormat.of().formatHex(digest.digest()) : "";
    }

    private void band(CziBox band, MessageDigest digest) {
        long bytes = band.width() * band.height() * type.bytes();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment plain = Buffers.allocate(bytes, arena);
            plain.fill((byte) 0);
            BitSet covered = new BitSet();
            paint(band, plain, covered);
            uncovered += band.width() * band.height() - covered.cardinality();
            if (!unreadable.isEmpty()) {
                return;
            }
            MemorySegment mosaic = Buffers.allocate(bytes, arena);
            file.readMosaic(band, 1, plane, mosaic);
            update(digest, mosaic);
            long at = mosaic.mismatch(plain);
            while (at >= 0) {
                different++;
                long next = (at / type.bytes() + 1) * type.bytes();
                long more = next >= bytes ? -1 : mosaic.asSlice(next).mismatch(plain.asSlice(next));
                at = more < 0 ? -1 : next + more;
            }
            if (type.dtype() == DType.U8 || type.dtype() == DType.U16) {
                histogram.add(mosaic, type);
                steps.add(mosaic, type, band, tiles);
            }
        }
    }

    private void paint(CziBox band, MemorySegment out, BitSet covered) {
        for (CziTile tile : tiles) {
            CziBox at = tile.box();
            if (!at.intersects(band) || tile.storedWidth() != at.width() || tile.storedHeight() != at.height()) {
                continue;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment pixels = file.readTile(tile.index(), size -> Buffers.allocate(size, arena));
                copy(pixels, at, band, out, covered);
            } catch (MalformedDataException | UnsupportedDataException e) {
                String problem = "tile " + tile.index() + ": " + e.getMessage();
                if (!unreadable.contains(problem)) {
                    unreadable.add(problem);
                }
            }
        }
    }

    private void copy(MemorySegment pixels, CziBox tile, CziBox band, MemorySegment out, BitSet covered) {
        long left = Math.max(tile.x(), band.x());
        long right = Math.min(tile.right(), band.right());
        for (long y = Math.max(tile.y(), band.y()); y < Math.min(tile.bottom(), band.bottom()); y++) {
            long from = (y - tile.y()) * tile.width() + left - tile.x();
            long to = (y - band.y()) * band.width() + left - band.x();
            MemorySegment.copy(pixels, from * type.bytes(), out, to * type.bytes(), (right - left) * type.bytes());
            covered.set((int) to, (int) (to + right - left));
        }
    }

    private static void update(MessageDigest digest, MemorySegment pixels) {
        byte[] bytes = new byte[(int) Math.min(CHUNK, pixels.byteSize())];
        for (long at = 0; at < pixels.byteSize(); at += CHUNK) {
            int length = (int) Math.min(CHUNK, pixels.byteSize() - at);
            MemorySegment.copy(pixels, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
            digest.update(bytes, 0, length);
        }
    }
}
