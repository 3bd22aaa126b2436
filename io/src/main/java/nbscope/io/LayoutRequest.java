package nbscope.io;

import java.util.Arrays;
import java.util.List;

/// What a layout is chosen for: the array, the patch that is read most often, and the caches.
///
/// @param shape elements along each axis
/// @param itemBytes bytes of an element
/// @param axes one label for each axis as MLArray writes them, or empty: then every axis is spatial
/// @param patch elements along each *spatial* axis; one number stands for each of them; empty is 192 for
/// each
/// @param caches sizes that `blosc2-auto` and `patch-aligned` look at
public record LayoutRequest(long[] shape, int itemBytes, List<String> axes, long[] patch, CacheSizes caches) {
    /// MLArray's patch where none is given.
    public static final long DEFAULT_PATCH = 192;

    private static final List<String> SPATIAL = List.of("spatial", "spatial_x", "spatial_y", "spatial_z");

    public LayoutRequest {
        shape = shape.clone();
        patch = patch.clone();
        axes = List.copyOf(axes);
        if (itemBytes < 1) {
            throw new IllegalArgumentException("an element has at least 1 byte, found " + itemBytes);
        }
        for (long n : shape) {
            if (n < 0) {
                throw new IllegalArgumentException("the shape " + Arrays.toString(shape) + " has a negative length");
            }
        }
        if (!axes.isEmpty() && axes.size() != shape.length) {
            throw new IllegalArgumentException(axes.size() + " axis labels " + axes + " for an array of " + shape.length
                    + " axes; give one label for each axis, or none");
        }
        for (long p : patch) {
            if (p < 1) {
                throw new IllegalArgumentException("the patch " + Arrays.toString(patch)
                        + " has a length below 1; give the elements that a patch has along each spatial axis");
            }
        }
    }

    /// The default patch in an array all of whose axes are spatial, on this machine.
    public static LayoutRequest of(long[] shape, int itemBytes) {
        return new LayoutRequest(shape, itemBytes, List.of(), new long[0], CacheSizes.ofMachine());
    }

    public LayoutRequest patch(long... lengths) {
        return new LayoutRequest(shape, itemBytes, axes, lengths, caches);
    }

    public LayoutRequest axes(List<String> labels) {
        return new LayoutRequest(shape, itemBytes, labels, patch, caches);
    }

    public LayoutRequest caches(CacheSizes sizes) {
        return new LayoutRequest(shape, itemBytes, axes, patch, sizes);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public long[] patch() {
        return patch.clone();
    }

    public int rank() {
        return shape.length;
    }

    /// Whether patches extend along this axis: its label is `spatial`, `spatial_x`, `spatial_y` or
    /// `spatial_z`, or there are no labels.
    public boolean isSpatial(int axis) {
        return axes.isEmpty() || SPATIAL.contains(axes.get(axis));
    }

    /// The patch along the spatial axes, as long as it was asked for (longer than the array too).
    ///
    /// Throws IllegalArgumentException when the patch has another number of lengths than there are spatial
    /// axes, and when there is no spatial axis.
    public long[] spatialPatch() {
        int spatial = 0;
        for (int i = 0; i < shape.length; i++) {
            spatial += isSpatial(i) ? 1 : 0;
        }
        if (spatial == 0) {
            throw new IllegalArgumentException("no axis of " + axes + " is spatial, so there is nothing to fit a patch"
                    + " to; label at least one axis spatial, spatial_x, spatial_y or spatial_z, give chunks and blocks"
                    + " by hand, or take blosc2-auto");
        }
        if (patch.length > 1 && patch.length != spatial) {
            throw new IllegalArgumentException("the patch " + Arrays.toString(patch) + " has " + patch.length
                    + " lengths and the array has " + spatial + " spatial axes; give one length for each of them, or"
                    + " one number for all");
        }
        if (patch.length == spatial) {
            return patch.clone();
        }
        long[] same = new long[spatial];
        Arrays.fill(same, patch.length == 0 ? DEFAULT_PATCH : patch[0]);
        return same;
    }

    /// The box that is read: along every axis, 1 where the axis is not spatial, never longer than the
    /// array.
    public long[] box() {
        long[] spatial = spatialPatch();
        long[] box = new long[shape.length];
        int k = 0;
        for (int i = 0; i < shape.length; i++) {
            box[i] = Math.min(shape[i], isSpatial(i) ? spatial[k++] : 1);
        }
        return box;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof LayoutRequest other
                && itemBytes == other.itemBytes
                && axes.equals(other.axes)
                && caches.equals(other.caches)
                && Arrays.equals(shape, other.shape)
                && Arrays.equals(patch, other.patch);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shape) * 31 + Arrays.hashCode(patch);
    }

    @Override
    public String toString() {
        return "patch " + Arrays.toString(patch) + " in " + Arrays.toString(shape) + " x " + itemBytes + " bytes"
                + (axes.isEmpty() ? "" : " " + axes);
    }
}
