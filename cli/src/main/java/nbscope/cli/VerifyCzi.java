package nbscope.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import nbscope.io.CziFile;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.Verification.Broken;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziRaster;
import nbscope.io.czi.CziTile;
import org.jspecify.annotations.Nullable;

/// What `verify` can do with a CZI file alone: `--tiles` decodes every tile and hashes it, `--plane
/// C=0,Z=0` with `--scene` and `--roi x,y,w,h` hashes a plane put together.
final class VerifyCzi {
    /// A plane is hashed in bands of about so many bytes.
    private static final long BAND = 256 << 20;

    private static final int HASH_BYTES = 1 << 16;

    private VerifyCzi() {}

    /// @return the answer `{"tiles"}`; each tile has an error or a hash
    static Map<String, @Nullable Object> tiles(Path path, PrintStream err) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        try (CziFile file = CziFile.open(path);
                ProgressLines progress = new ProgressLines(
                        "verify", file.table().mapToLong(VerifyCzi::bytes).sum(), err)) {
            long[] done = {0};
            answer.put(
                    "tiles",
                    IntStream.range(0, file.tileCount())
                            .parallel()
                            .mapToObj(index -> {
                                Map<String, @Nullable Object> tile = tile(file, index);
                                synchronized (done) {
                                    done[0] += bytes(file.tile(index));
                                    progress.accept(done[0]);
                                }
                                return tile;
                            })
                            .toList());
        }
        return answer;
    }

    private static long bytes(CziTile tile) {
        CziPixelType type = tile.pixelType();
        return (long) tile.storedWidth() * tile.storedHeight() * (type == null ? 0 : type.bytes());
    }

    private static Map<String, @Nullable Object> tile(CziFile file, int index) {
        CziTile entry = file.tile(index);
        @Nullable CziPixelType type = entry.pixelType();
        Map<String, @Nullable Object> tile = new LinkedHashMap<>();
        tile.put("index", index);
        tile.put("offset", entry.offset());
        tile.put("position", entry.position());
        tile.put("shape", shape(entry, type));
        tile.put("pixelType", type == null ? "unknown (" + entry.pixelCode() + ")" : type.toString());
        tile.put("compression", entry.compression().toString());
        tile.put("sha256", null);
        tile.put("error", null);
        try (Arena arena = Arena.ofConfined()) {
            MessageDigest digest = sha256();
            update(digest, file.readTile(index, arena));
            tile.put("sha256", HexFormat.of().formatHex(digest.digest()));
        } catch (UncheckedIOException | MalformedDataException | UnsupportedDataException e) {
            tile.put("error", e.getMessage());
        }
        return tile;
    }

    private static List<Integer> shape(CziTile entry, @Nullable CziPixelType type) {
        List<Integer> shape = new ArrayList<>(List.of(entry.storedHeight(), entry.storedWidth()));
        if (type != null && type.samples() > 1) {
            shape.add(type.samples());
        }
        return shape;
    }

    /// Puts shape, type, bytes and hash of a plane into the answer.
    ///
    /// @param scene null for all
    /// @param roi   null for the box around the scene, or around everything
    /// @throws UsageException for a plane or scene that the file does not have
    static List<Broken> plane(
            Path path,
            String plane,
            @Nullable Integer scene,
            @Nullable CziBox roi,
            Map<String, @Nullable Object> answer,
            PrintStream err) {
        try (CziFile file = CziFile.open(path)) {
            answer.put("format", "czi");
            CziPlane wanted = CziPlane.parse(plane);
            CziPlane part = scene == null ? wanted : wanted.scene(scene);
            CziBox box = roi != null ? roi : scene == null ? file.bounds() : scene(file, scene);
            CziRaster raster = file.raster(box, 1, part);
            answer.put("shape", raster.shape());
            answer.put("dtype", ElementType.of(raster.pixelType().dtype()).numpy());
            answer.put("bytes", raster.bytes());
            try (ProgressLines progress = new ProgressLines("verify", raster.bytes(), err)) {
                answer.put("sha256", hash(file, box, part, raster, progress));
            }
            return List.of();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (MalformedDataException | UnsupportedDataException e) {
            return List.of(Broken.of(-1, e));
        }
    }

    private static CziBox scene(CziFile file, int scene) {
        return file.scenes().stream()
                .filter(each -> each.index() == scene)
                .findFirst()
                .orElseThrow(() -> new UsageException(file.name() + " has no scene " + scene + "; its scenes are "
                        + file.scenes().stream().map(each -> each.index()).toList()))
                .box();
    }

    private static String hash(CziFile file, CziBox box, CziPlane plane, CziRaster raster, ProgressLines progress) {
        MessageDigest digest = sha256();
        long row = (long) raster.width() * raster.pixelType().bytes();
        long rows = Math.clamp(BAND / row, 1, box.height());
        long done = 0;
        for (long top = 0; top < box.height(); top += rows) {
            CziBox band = new CziBox(box.x(), box.y() + top, box.width(), Math.min(rows, box.height() - top));
            try (Arena arena = Arena.ofShared()) {
                update(digest, file.readMosaic(band, 1, plane, arena));
            }
            done += band.height() * row;
            progress.accept(done);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// `x,y,w,h`.
    static CziBox box(String text, String usage) {
        if (!text.matches("-?[0-9]{1,10},-?[0-9]{1,10},[0-9]{1,10},[0-9]{1,10}")) {
            throw Arguments.wrong("--roi is \"" + text + "\", expected x,y,w,h in pixels", usage);
        }
        long[] n = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        try {
            return new CziBox(n[0], n[1], n[2], n[3]);
        } catch (IllegalArgumentException e) {
            throw Arguments.wrong("--roi " + text + ": " + e.getMessage(), usage);
        }
    }

    private static void update(MessageDigest digest, MemorySegment pixels) {
        byte[] bytes = new byte[(int) Math.min(HASH_BYTES, pixels.byteSize())];
        for (long at = 0; at < pixels.byteSize(); at += HASH_BYTES) {
            int length = (int) Math.min(HASH_BYTES, pixels.byteSize() - at);
            MemorySegment.copy(pixels, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
            digest.update(bytes, 0, length);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
