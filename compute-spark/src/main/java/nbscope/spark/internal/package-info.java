/// What travels to workers, and how it is run there.
@NullMarked
package nbscope.spark.internal;

import org.jspecify.annotations.NullMarked;
