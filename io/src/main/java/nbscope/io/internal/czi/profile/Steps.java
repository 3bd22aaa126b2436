package nbscope.io.internal.czi.profile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziTile;

/// How much grey levels change across the left edges of tiles, against the columns beside them.
final class Steps {
    private double across;
    private double beside;

    void add(MemorySegment band, CziPixelType type, CziBox box, List<CziTile> tiles) {
        for (CziTile tile : tiles) {
            long x = tile.box().x() - box.x();
            if (x < 2 || x + 1 >= box.width()) {
                continue;
            }
            long top = Math.max(tile.box().y(), box.y()) - box.y();
            long bottom = Math.min(tile.box().bottom(), box.bottom()) - box.y();
            for (long y = top; y < bottom; y++) {
                long at = y * box.width() + x;
                int left = value(band, type, at - 1);
                int right = value(band, type, at);
                across += Math.abs(right - left);
                beside += (Math.abs(left - value(band, type, at - 2)) + Math.abs(value(band, type, at + 1) - right))
                        / 2.0;
            }
        }
    }

    private static int value(MemorySegment pixels, CziPixelType type, long pixel) {
        long at = pixel * type.bytes();
        return type.dtype() == DType.U16
                ? Short.toUnsignedInt(pixels.get(ValueLayout.JAVA_SHORT_UNALIGNED, at))
                : Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at));
    }

    /// NaN where there are no edges inside or nothing changes beside them.
    double ratio() {
        return beside == 0 ? Double.NaN : across / beside;
    }
}
