/// Tests of this room.
@NullMarked
package nbscope.compute.internal.store;

import org.jspecify.annotations.NullMarked;
