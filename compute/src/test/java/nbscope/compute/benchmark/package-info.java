/// Measurements; no test looks at their figures.
@NullMarked
package nbscope.compute.benchmark;

import org.jspecify.annotations.NullMarked;
