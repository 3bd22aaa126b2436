/// Zarr v2 and v3 arrays in folders, OME-Zarr images: reading, and writing with a pyramid.
@NullMarked
package nbscope.io.internal.zarr;

import org.jspecify.annotations.NullMarked;
