/// PNDetector's FRMS6: a text header and numbered files of folded frames.
@NullMarked
package nbscope.io.internal.frms6;

import org.jspecify.annotations.NullMarked;
