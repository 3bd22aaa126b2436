package nbscope.io.internal.arina;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.Format;
import nbscope.io.NdArray;
import nbscope.io.internal.dataset.ArrayDataSet;
import nbscope.io.internal.dataset.FileChecks;
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
        boolean master = fileName.endsWith("_master.h5") && HDF5.detect(head, fileName) == Match.CONTENT;
        return master ? Match.KIND : Match.NO;
    }

    @Override
    public NdArray open(Path file) {
        return isMaster(file) ? ArinaArray.open(ArinaMaster.read(file, false), null) : HDF5.open(file);
    }

    private static boolean isMaster(Path file) {
        try (Hdf5File master = Hdf5File.open(file)) {
            return ArinaMaster.isMaster(master);
        }
    }

    /// All frames of a master, whose scan nobody wrote down: a square one is guessed.
    @Override
    public DataSet dataSet(Path file, DataSetOptions options) {
        if (options.dataset() != null || !isMaster(file)) {
            return HDF5.dataSet(file, options);
        }
        ArinaArray frames = ArinaArray.open(ArinaMaster.read(file, options.externalLinks()), options.backend());
        List<String> notes = new ArrayList<>();
        if (!frames.mismatch().isEmpty()) {
            notes.add(frames.mismatch());
        }
        boolean scanKnown = options.nav() != null;
        long[] scan = scanKnown ? null : FileChecks.guessedScan(frames.shape()[0], notes);
        boolean[] masked = frames.master().masked();
        return ArrayDataSet.ofFile(
                file, frames, options, new ArrayDataSet.Extras(scan, masked.length == 0 ? null : masked, notes));
    }
}
