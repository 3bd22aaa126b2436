/// Norpix's SEQ files, as cameras of Direct Electron write them too.
@NullMarked
package nbscope.io.internal.seq;

import org.jspecify.annotations.NullMarked;
