package nbscope.compute.internal.live;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Rings when something in a folder changes, and after a time anyway: file systems behind a network
/// tell nothing, and some local ones miss things. For one thread; [#close] from any.
public final class FolderBell implements AutoCloseable {
    private final Path folder;
    private @Nullable WatchService service;

    public FolderBell(Path folder) {
        this.folder = folder;
        this.service = register();
    }

    private @Nullable WatchService register() {
        WatchService made = null;
        try {
            made = folder.getFileSystem().newWatchService();
            folder.register(
                    made,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return made;
        } catch (IOException | UnsupportedOperationException e) {
            close(made);
            return null;
        }
    }

    /// Waits for a change, at most so long.
    ///
    /// @return whether something changed; false also where nobody can tell
    public boolean await(Duration most) throws InterruptedException {
        WatchService known = service;
        if (known == null) {
            Thread.sleep(most);
            return false;
        }
        try {
            WatchKey key = known.poll(most.toNanos(), TimeUnit.NANOSECONDS);
            if (key == null) {
                return false;
            }
            key.pollEvents();
            if (!key.reset()) {
                // The folder is gone, perhaps to come back.
                close(known);
                service = null;
            }
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    private static void close(@Nullable WatchService service) {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            System.getLogger(FolderBell.class.getName()).log(System.Logger.Level.DEBUG, "a watch stays open", e);
        }
    }

    @Override
    public void close() {
        close(service);
    }
}
