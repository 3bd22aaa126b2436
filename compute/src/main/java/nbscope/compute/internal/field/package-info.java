/// Vector fields over the scan: Fourier transforms of any length, and integration.
@NullMarked
package nbscope.compute.internal.field;

import org.jspecify.annotations.NullMarked;
