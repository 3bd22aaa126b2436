/// Stores, kernels and accounting behind the public types; no promise of stability.
@NullMarked
package nbscope.compute.internal;

import org.jspecify.annotations.NullMarked;
