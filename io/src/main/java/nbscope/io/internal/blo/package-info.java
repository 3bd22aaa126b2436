/// Nanomegas .blo files.
@NullMarked
package nbscope.io.internal.blo;

import org.jspecify.annotations.NullMarked;
