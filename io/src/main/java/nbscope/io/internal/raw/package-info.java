/// Headerless files whose layout the caller knows.
@NullMarked
package nbscope.io.internal.raw;

import org.jspecify.annotations.NullMarked;
