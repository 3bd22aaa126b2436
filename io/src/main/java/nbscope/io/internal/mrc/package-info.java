/// MRC files, by the MRC2014 description.
@NullMarked
package nbscope.io.internal.mrc;

import org.jspecify.annotations.NullMarked;
