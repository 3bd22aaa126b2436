/// How tiles are read from files: backends, open files, the array view of frames.
@NullMarked
package nbscope.io.internal.dataset;

import org.jspecify.annotations.NullMarked;
