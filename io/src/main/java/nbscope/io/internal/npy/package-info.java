/// NumPy's .npy files.
@NullMarked
package nbscope.io.internal.npy;

import org.jspecify.annotations.NullMarked;
