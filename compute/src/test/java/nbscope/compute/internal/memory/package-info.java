/// Tests of this room.
@NullMarked
package nbscope.compute.internal.memory;

import org.jspecify.annotations.NullMarked;
