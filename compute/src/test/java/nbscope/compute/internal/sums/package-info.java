/// Tests of this room.
@NullMarked
package nbscope.compute.internal.sums;

import org.jspecify.annotations.NullMarked;
