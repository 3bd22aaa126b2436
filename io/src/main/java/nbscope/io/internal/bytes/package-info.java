/// Mapped files and the lifetime of what reads them.
@NullMarked
package nbscope.io.internal.bytes;

import org.jspecify.annotations.NullMarked;
