/// Arrays over memory that is laid out by strides, and the loops that copy and convert boxes of elements.
@NullMarked
package nbscope.io.internal.array;

import org.jspecify.annotations.NullMarked;
