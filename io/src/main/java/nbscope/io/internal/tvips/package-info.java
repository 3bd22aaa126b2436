/// TVIPS's series of camera frames, in one or several files.
@NullMarked
package nbscope.io.internal.tvips;

import org.jspecify.annotations.NullMarked;
