package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import nbscope.compute.Image;
import nbscope.compute.internal.udf.PlainArray;
import nbscope.io.TilingPreferences;

/// The frames themselves, as they are (or corrected), in the order of the ROI's positions. Meant for a
/// ROI of a few.
public record Pick() implements Udf<List<Image>> {
    private static final long serialVersionUID = 1L;

    private static final int MOST_PICTURES = 4;
    private static final String FRAMES = "intensity";

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        long values = (long) meta.navSize() * meta.pixels();
        if (values > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("Pick copies every frame of the ROI; " + meta.navSize() + " frames of "
                    + meta.detRows() + " x " + meta.detCols() + " pixels are too many. Set a smaller ROI");
        }
        return List.of(BufferSpec.nav(FRAMES, meta.inputType(), meta.detRows(), meta.detCols()));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return (tile, partial) -> {
            var frames = PlainArray.segment(partial.array(FRAMES));
            long bytes = (long) tile.pixels() * tile.dtype().bytes();
            for (int i = 0; i < tile.depth(); i++) {
                MemorySegment.copy(tile.data(), tile.offset(i), frames, partial.navOffset(tile, i) * bytes, bytes);
            }
        };
    }

    @Override
    public List<Image> results(ResultBuffers merged) {
        var meta = merged.meta();
        Object all = merged.array(FRAMES);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < merged.navCount(); i++) {
            Object frame = PlainArray.make(meta.inputType(), meta.pixels());
            System.arraycopy(all, i * meta.pixels(), frame, 0, Array.getLength(frame));
            images.add(Image.of(meta.detRows(), meta.detCols(), meta.inputType(), PlainArray.segment(frame)));
        }
        return images;
    }

    /// The first frames.
    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        List<Picture> all = new ArrayList<>();
        List<Image> frames = results(merged);
        for (int i = 0; i < Math.min(MOST_PICTURES, frames.size()); i++) {
            String name = "frame " + merged.meta().position(i);
            all.add(new Picture(name, Picture.Plane.DETECTOR, frames.get(i)));
        }
        return all;
    }
}
