/// Mapped files, the lifetime of what reads them, and files that are written whole or not at all.
@NullMarked
package nbscope.io.internal.bytes;

import org.jspecify.annotations.NullMarked;
