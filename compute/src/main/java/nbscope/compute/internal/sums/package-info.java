/// Detectors as plans, and the kernels that sum them.
@NullMarked
package nbscope.compute.internal.sums;

import org.jspecify.annotations.NullMarked;
