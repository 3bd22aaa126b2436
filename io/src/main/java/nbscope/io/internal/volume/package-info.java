/// What image formats of medicine share: data behind a header, an affine matrix, and axes that point
/// somewhere.
@NullMarked
package nbscope.io.internal.volume;

import org.jspecify.annotations.NullMarked;
