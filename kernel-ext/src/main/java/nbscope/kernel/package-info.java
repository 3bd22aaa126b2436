/// What brings nbscope into a running Java kernel: one entry class.
@NullMarked
package nbscope.kernel;

import org.jspecify.annotations.NullMarked;
