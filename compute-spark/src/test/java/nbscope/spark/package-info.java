@NullMarked
package nbscope.spark;

import org.jspecify.annotations.NullMarked;
