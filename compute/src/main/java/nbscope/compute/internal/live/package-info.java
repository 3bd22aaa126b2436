/// Following folders into which somebody writes.
@NullMarked
package nbscope.compute.internal.live;

import org.jspecify.annotations.NullMarked;
