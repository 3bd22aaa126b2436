/// Arrays on disk and in memory.
@NullMarked
package nbscope.io;

import org.jspecify.annotations.NullMarked;
