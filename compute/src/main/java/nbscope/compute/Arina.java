package nbscope.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.dataset.Acquisition;

/// Loads what a Dectris ARINA (or one of its siblings) wrote into a stack. A value; each setting gives a new one:
///
/// ```java
/// var stack = Arina.file(path).detBin(2).hotPixels(true).load();
/// var series = Arina.folder(folder).scan(256, 256).load();      // 5D: a frame per master file
/// ```
///
/// All files of a set are opened, and their frames counted, before the first one is decoded: what is missing is named
/// at once. Pixels that the detector masks belong to no sum.
public final class Arina {
    private final List<Path> masters;
    private final DataSetOptions how;
    private final LoadOptions load;

    private Arina(List<Path> masters, DataSetOptions how, LoadOptions load) {
        this.masters = masters;
        this.how = how;
        this.load = load;
    }

    /// One acquisition.
    public static Arina file(Path master) {
        return new Arina(List.of(master), DataSetOptions.none(), LoadOptions.standard());
    }

    /// One acquisition as the settings of a watch have it, without a progress bar unless they say so.
    static Arina file(Path master, UnaryOperator<Arina> settings) {
        return settings.apply(file(master).progress(LoadProgress.SILENT));
    }

    /// Several acquisitions, opened as one series.
    static DataSet open(List<Path> masters, UnaryOperator<Arina> settings) {
        Arina one = settings.apply(file(masters.getFirst()));
        return new Arina(masters, one.how, one.load).open();
    }

    boolean leavesFolder() {
        return how.externalLinks();
    }

    /// Follows a folder into which a detector writes: acquisitions become frames as they are complete,
    /// and half-written ones wait. Settings follow, then [ArinaWatch#start].
    public static ArinaWatch watch(Path folder) {
        return ArinaWatch.of(folder);
    }

    /// All acquisitions of a folder, by name: one frame of a 5D stack each.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Arina folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> masters = files.filter(Acquisition::isMaster).sorted().toList();
            if (masters.isEmpty()) {
                throw new IllegalArgumentException(folder + " holds no file that ends with _master.h5"
                        + "; name the folder into which the detector writes");
            }
            return new Arina(masters, DataSetOptions.none(), LoadOptions.standard());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Rows and columns of the scan; without it a square one is guessed.
    public Arina scan(int rows, int cols) {
        return new Arina(masters, how.nav(rows, cols), load);
    }

    /// Adds up so many detector pixels per side: 1, 2, 4 or 8.
    public Arina detBin(int factor) {
        return new Arina(masters, how, load.detectorBin(factor));
    }

    /// Adds up so many scan positions per side: 1, 2, 4 or 8.
    public Arina scanBin(int factor) {
        return new Arina(masters, how, load.scanBin(factor));
    }

    /// Whether hot and saturated pixels are found and belong to no sum, beside those that the detector masks.
    public Arina hotPixels(boolean excluded) {
        LoadOptions searched = load.badPixels(BadPixelSearch.FIND);
        return new Arina(masters, how, excluded ? searched.excludeBadPixels() : load.badPixels(BadPixelSearch.NONE));
    }

    /// Where to; without it [Device#best()].
    public Arina device(Device device) {
        return new Arina(masters, how, load.device(device));
    }

    /// Who hears how far it is; without it a bar is printed.
    public Arina progress(LoadProgress listener) {
        return new Arina(masters, how, load.progress(listener));
    }

    /// Follows the links of a master file to places outside its folder, too. For files that the caller trusts.
    public Arina externalLinks() {
        return new Arina(masters, how.allowExternalLinks(), load);
    }

    /// Opens the files; nothing is decoded yet. The caller closes the data set.
    ///
    /// @throws UncheckedIOException that names what is missing
    /// @throws nbscope.io.MalformedDataException when files are damaged or do not belong together
    public DataSet open() {
        List<DataSet> scans = new ArrayList<>();
        try {
            for (Path master : masters) {
                scans.add(DataSet.open(master, how.format("arina")));
            }
            return scans.size() == 1 ? scans.getFirst() : DataSet.series(scans);
        } catch (RuntimeException e) {
            scans.forEach(DataSet::close);
            throw e;
        }
    }

    /// Opens and loads. The caller frees the stack.
    ///
    /// @throws DeviceMemoryException when the budget or the device has no room
    public DeviceStack load() {
        try (DataSet data = open()) {
            return DeviceStack.load(data, load);
        }
    }
}
