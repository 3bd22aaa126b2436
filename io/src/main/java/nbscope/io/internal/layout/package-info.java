/// How an array is cut into chunks and blocks: one class for each rule, and what a read costs along one
/// axis.
@NullMarked
package nbscope.io.internal.layout;

import org.jspecify.annotations.NullMarked;
