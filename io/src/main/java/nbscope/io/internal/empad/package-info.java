/// Files of the EMPAD detector.
@NullMarked
package nbscope.io.internal.empad;

import org.jspecify.annotations.NullMarked;
