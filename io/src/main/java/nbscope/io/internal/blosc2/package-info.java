/// Blosc2 frames and the b2nd arrays in them.
@NullMarked
package nbscope.io.internal.blosc2;

import org.jspecify.annotations.NullMarked;
