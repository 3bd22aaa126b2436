/// From the stored bytes of one CZI sub-block to its pixels.
@NullMarked
package nbscope.io.internal.czi.codec;

import org.jspecify.annotations.NullMarked;
