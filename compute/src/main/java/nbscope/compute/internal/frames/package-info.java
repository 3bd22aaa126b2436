/// Kernels over whole frames, which stacks and UDFs share: sums, squares, products with weights, first moments; each
/// with a scalar and a vector twin.
@NullMarked
package nbscope.compute.internal.frames;

import org.jspecify.annotations.NullMarked;
