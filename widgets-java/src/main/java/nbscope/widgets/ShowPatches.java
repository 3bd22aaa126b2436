package nbscope.widgets;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nbscope.io.Blosc2Array;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.PatchesModel;

/// The chunks and blocks of an array with a patch on them: drag the patch, and see which blocks a read
/// decodes.
///
/// ```java
/// var request = LayoutRequest.of(new long[] {128, 256, 256}, 4).patch(64);
/// ShowPatches.of(request, LayoutStrategy.MLARRAY, LayoutStrategy.PATCH_ALIGNED).show();
/// ```
///
/// Two layouts stand side by side and share the patch. The picture is a section along two axes, which a
/// person chooses; sliders place the patch along the others. It reads no data and holds no memory but a few
/// numbers. Safe from any thread; what a person does is seen by the getters once the gesture ends.
public final class ShowPatches {
    private final PatchesModel model;

    private ShowPatches(PatchesModel model) {
        this.model = model;
    }

    /// The layouts that one or two strategies choose for a request, with its patch.
    ///
    /// @throws IllegalArgumentException when a strategy has no layout for it, or there are not one or two
    public static ShowPatches of(LayoutRequest request, LayoutStrategy... strategies) {
        List<ChunkLayout> layouts =
                Stream.of(strategies).map(s -> s.layout(request)).toList();
        return new ShowPatches(new PatchesModel(layouts, request.axes(), request.box(), request.caches()));
    }

    /// One or two layouts of the same array.
    ///
    /// @param patch elements along each axis of the array
    public static ShowPatches of(long[] patch, ChunkLayout... layouts) {
        return new ShowPatches(new PatchesModel(List.of(layouts), List.of(), patch, CacheSizes.ofMachine()));
    }

    /// The layout of a file, whose stored size then stands beside the decoded one. The array may be closed
    /// afterwards.
    ///
    /// @param patch elements along each axis of the array
    public static ShowPatches of(Blosc2Array array, long... patch) {
        ChunkLayout layout = new ChunkLayout(
                array.name(), array.shape(), array.elementType().bytes(), array.chunks(), array.blocks());
        PatchesModel model = new PatchesModel(List.of(layout), List.of(), patch, CacheSizes.ofMachine());
        model.stored(array.compressedBytes());
        return new ShowPatches(model);
    }

    /// Text above the picture.
    public ShowPatches title(String title) {
        model.title(title);
        return this;
    }

    /// Moves the patch; positions beyond the array are moved to its edge.
    ///
    /// @param position first element along each axis
    public ShowPatches at(long... position) {
        model.position(position);
        return this;
    }

    /// First element of the patch along each axis.
    public long[] position() {
        return model.position();
    }

    /// The axes that the picture runs along.
    ///
    /// @param vertical counted from 0
    /// @param horizontal another one
    public ShowPatches section(int vertical, int horizontal) {
        model.section(vertical, horizontal);
        return this;
    }

    /// `{vertical, horizontal}`; vertical is -1 for an array of one axis.
    public int[] section() {
        return model.section();
    }

    /// Shows the widget below the running cell, live from then on.
    ///
    /// @throws IllegalStateException outside a notebook
    public ShowPatches show() {
        return show(WidgetHost.current());
    }

    ShowPatches show(WidgetHost host) {
        model.show(host, () -> Bundle.load("showpatches"), toString());
        return this;
    }

    @Override
    public String toString() {
        return "ShowPatches " + model.title() + ", patch " + Arrays.toString(model.patch()) + "\n" + model.text();
    }
}
