package nbscope.compute;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// How a folder is followed into which a detector writes. A value; each setting gives a new one:
///
/// ```java
/// try (var live = Arina.watch(folder).with(a -> a.scan(256, 256).detBin(2)).start()) {
///     live.await(3, Duration.ofMinutes(10));
///     Image image = live.frame(2).virtualImage(Detector.annulus(20, 40));
/// }
/// ```
///
/// @param folder     of the master files; not those in folders below
/// @param settings   of each load
/// @param listener   who hears of it
/// @param every      time between two looks where the file system tells nothing, as those of networks
/// @param quiet      time for which the files of an acquisition must not change before it is loaded;
///     five times as long where its master does not say how many frames there will be
/// @param patience   time without a change after which an acquisition that is not whole is a problem
/// @param dropOldest whether the oldest frame makes room where memory has none
public record ArinaWatch(
        Path folder,
        UnaryOperator<Arina> settings,
        LiveListener listener,
        Duration every,
        Duration quiet,
        Duration patience,
        boolean dropOldest) {
    static ArinaWatch of(Path folder) {
        return new ArinaWatch(
                folder,
                UnaryOperator.identity(),
                LiveListener.SILENT,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                false);
    }

    /// What is set for each acquisition: its scan, bins, mask, device.
    public ArinaWatch with(UnaryOperator<Arina> value) {
        return new ArinaWatch(folder, value, listener, every, quiet, patience, dropOldest);
    }

    /// Who hears of frames and of what is missing.
    public ArinaWatch listener(LiveListener value) {
        return new ArinaWatch(folder, settings, value, every, quiet, patience, dropOldest);
    }

    /// See the parameters of this record.
    public ArinaWatch times(Duration newEvery, Duration newQuiet, Duration newPatience) {
        return new ArinaWatch(folder, settings, listener, newEvery, newQuiet, newPatience, dropOldest);
    }

    /// The oldest frames are freed where the budget has no room for a new one. Without it a new one
    /// waits until there is room.
    public ArinaWatch droppingOldest() {
        return new ArinaWatch(folder, settings, listener, every, quiet, patience, true);
    }

    /// Begins to follow the folder, on a thread of its own. Acquisitions that are there already are the
    /// first frames. The caller closes the series.
    ///
    /// @throws UncheckedIOException when there is no such folder
    public LiveSeries start() {
        if (!Files.isDirectory(folder)) {
            throw new UncheckedIOException(
                    "there is no folder " + folder + "; name the one into which the detector writes",
                    new NoSuchFileException(folder.toString()));
        }
        return new LiveSeries(this);
    }
}
