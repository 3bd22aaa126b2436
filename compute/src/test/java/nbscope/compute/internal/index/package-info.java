/// Tests of this room.
@NullMarked
package nbscope.compute.internal.index;

import org.jspecify.annotations.NullMarked;
