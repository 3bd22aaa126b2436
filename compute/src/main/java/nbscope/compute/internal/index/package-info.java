/// What is built in the background so that a drag touches little memory.
@NullMarked
package nbscope.compute.internal.index;

import org.jspecify.annotations.NullMarked;
