/// NIfTI-1 and NIfTI-2 files.
@NullMarked
package nbscope.io.internal.nifti;

import org.jspecify.annotations.NullMarked;
