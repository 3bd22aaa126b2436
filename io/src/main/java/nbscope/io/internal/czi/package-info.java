/// The CZI format of ZEISS: segments, directory, tiles, mosaics.
@NullMarked
package nbscope.io.internal.czi;

import org.jspecify.annotations.NullMarked;
