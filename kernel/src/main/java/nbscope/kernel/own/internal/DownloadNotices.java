package nbscope.kernel.own.internal;

import coursierapi.SimpleLogger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Says what is being downloaded when it takes longer than two seconds; called on coursier's threads.
final class DownloadNotices implements SimpleLogger {
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final Consumer<String> notices;
    private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();

    private static final class Transfer {
        private long total = -1;
        private long nextNotice = System.nanoTime() + PATIENCE_NANOS;
    }

    DownloadNotices(Consumer<String> notices) {
        this.notices = notices;
    }

    @Override
    public void starting(String url) {
        transfers.put(url, new Transfer());
    }

    @Override
    public void length(String url, long total, long already, boolean watching) {
        Transfer transfer = transfers.get(url);
        if (transfer != null) {
            transfer.total = total;
        }
    }

    @Override
    public void progress(String url, long downloaded) {
        Transfer transfer = transfers.get(url);
        if (transfer != null && System.nanoTime() - transfer.nextNotice > 0) {
            transfer.nextNotice = System.nanoTime() + PATIENCE_NANOS;
            String of = transfer.total > 0 ? " of " + transfer.total / 1_000_000 + " MB" : " MB";
            notices.accept(
                    "downloading " + url.substring(url.lastIndexOf('/') + 1) + ": " + downloaded / 1_000_000 + of);
        }
    }

    @Override
    public void done(String url, boolean success) {
        transfers.remove(url);
    }
}
