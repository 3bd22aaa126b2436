/// The anywidget protocol, the requests of the front end, and pictures without a browser. Not for users.
@NullMarked
package nbscope.widgets.internal;

import org.jspecify.annotations.NullMarked;
