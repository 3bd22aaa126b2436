/// NRRD files, with the data behind the header or in a file of their own.
@NullMarked
package nbscope.io.internal.nrrd;

import org.jspecify.annotations.NullMarked;
