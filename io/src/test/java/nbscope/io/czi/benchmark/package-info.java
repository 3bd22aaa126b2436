/// Measurements of the CZI reader beside its peers; no test looks at their figures.
@NullMarked
package nbscope.io.czi.benchmark;

import org.jspecify.annotations.NullMarked;
