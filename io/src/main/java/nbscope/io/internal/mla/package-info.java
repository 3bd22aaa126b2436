/// The metadata of MLArray files: a pickle, read without running it.
@NullMarked
package nbscope.io.internal.mla;

import org.jspecify.annotations.NullMarked;
