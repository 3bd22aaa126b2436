/// Widgets: state, comm port, display.
@NullMarked
package nbscope.widgets;

import org.jspecify.annotations.NullMarked;
