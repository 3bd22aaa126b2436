package nbscope.io.internal.arina;

import java.nio.file.Path;
import nbscope.io.Format;
import nbscope.io.NdArray;
import nbscope.io.internal.hdf5.Hdf5File;
import nbscope.io.internal.hdf5.Hdf5Format;

/// The frames of a Dectris master file, by its name: an HDF5 file `..._master.h5`. One that has no links to frames is
/// read as any HDF5 file.
public final class ArinaFormat implements Format {
    private static final Hdf5Format HDF5 = new Hdf5Format();

    @Override
    public String name() {
        return "Dectris master file";
    }

    @Override
    public String id() {
        return "arina";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        return fileName.endsWith("_master.h5") ? HDF5.detect(head, fileName) : Match.NO;
    }

    @Override
    public NdArray open(Path file) {
        boolean isMaster;
        try (Hdf5File master = Hdf5File.open(file)) {
            isMaster = ArinaMaster.isMaster(master);
        }
        return isMaster ? ArinaArray.open(ArinaMaster.read(file, false)) : HDF5.open(file);
    }
}
