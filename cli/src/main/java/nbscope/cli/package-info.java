/// The headless entry: the same library from a shell. Parses arguments, nothing else.
@NullMarked
package nbscope.cli;

import org.jspecify.annotations.NullMarked;
