/// Merlin .mib files of the Medipix3 detector.
@NullMarked
package nbscope.io.internal.mib;

import org.jspecify.annotations.NullMarked;
