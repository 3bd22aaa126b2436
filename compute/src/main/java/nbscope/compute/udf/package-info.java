/// User-defined functions over a stack: what is calculated per tile, how parts are merged, what comes out.
@NullMarked
package nbscope.compute.udf;

import org.jspecify.annotations.NullMarked;
