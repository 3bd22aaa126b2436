package nbscope.io.internal.bytes;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Keeps the memory behind an array alive while a read is running: any number of readers at once, and a close that
/// waits for them. After it every read fails with IllegalStateException, so no thread ever touches unmapped memory.
public final class Lifetime {
    private final String name;
    private final Runnable release;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /// @param name    what the error calls the thing
    /// @param release runs once, at the first close
    public Lifetime(String name, Runnable release) {
        this.name = name;
        this.release = release;
    }

    /// Starts a read; [#leave] must follow in a finally block.
    public void enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            throw new IllegalStateException(name + " is closed; open it again to read from it");
        }
    }

    public void leave() {
        lock.readLock().unlock();
    }

    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
