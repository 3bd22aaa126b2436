/// Mapped files, native memory, the lifetime of what reads them, and files written whole or not at all.
@NullMarked
package nbscope.io.internal.bytes;

import org.jspecify.annotations.NullMarked;
