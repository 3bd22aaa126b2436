/// From what files say about themselves to axes and calibration.
@NullMarked
package nbscope.io.internal.meta;

import org.jspecify.annotations.NullMarked;
