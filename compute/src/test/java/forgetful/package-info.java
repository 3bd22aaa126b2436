/// Users of the library as its stack traces see them.
@NullMarked
package forgetful;

import org.jspecify.annotations.NullMarked;
