package nbscope.kernel.own.internal;

/// Threads of the kernel: all daemons, so that none keeps the process alive.
final class Threads {
    private Threads() {}

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
