package nbscope.io.internal.layout;

import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;

/// Ours.
public final class PatchAlignedLayout {
    private PatchAlignedLayout() {}

    public static ChunkLayout of(LayoutRequest request) {
        ChunkLayout start = MlArrayLayout.of(request);
        return new ChunkLayout("patch-aligned", start.shape(), start.itemBytes(), start.chunks(), start.blocks());
    }
}
