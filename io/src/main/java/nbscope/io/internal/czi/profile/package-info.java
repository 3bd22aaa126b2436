/// The measuring behind nbscope.io.czi.profile: the work is cut into pieces, which threads take and time.
@NullMarked
package nbscope.io.internal.czi.profile;

import org.jspecify.annotations.NullMarked;
