/// How UDFs are run: tiles from a stack, kernels per tile, one pass for several UDFs.
@NullMarked
package nbscope.compute.internal.udf;

import org.jspecify.annotations.NullMarked;
