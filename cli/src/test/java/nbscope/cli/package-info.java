@NullMarked
package nbscope.cli;

import org.jspecify.annotations.NullMarked;
