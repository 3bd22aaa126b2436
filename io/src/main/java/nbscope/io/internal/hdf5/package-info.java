/// HDF5 files: jHDF reads the structure and the index of the chunks, over bytes that are checked; the elements are
/// decoded here. Nothing of jHDF leaves this package.
@NullMarked
package nbscope.io.internal.hdf5;

import org.jspecify.annotations.NullMarked;
