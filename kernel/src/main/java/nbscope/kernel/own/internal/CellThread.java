package nbscope.kernel.own.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The thread that runs the users' code, and how it is stopped.
///
/// The evaluator's thread waits here for it. An interrupt (1) makes the stop checks of cell code throw, (2) interrupts
/// the thread, again every 100 ms, because some code swallows it, and (3) after two seconds gives the thread up: it
/// goes on as a daemon, is named in the error, and the next code gets a fresh thread.
final class CellThread {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long REPEAT_MILLIS = 100;

    private @Nullable Worker worker;
    private @Nullable Call current;
    private @Nullable ClassLoader context;
    private boolean inCell;
    private boolean interrupted;
    private int threads;

    /// Thrown to the evaluator when the code did not stop; the message is a sentence for the user.
    static final class GivenUp extends Exception {
        private static final long serialVersionUID = 1L;

        GivenUp(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private static final class Call {
        private final Callable<@Nullable Object> code;
        private final CompletableFuture<@Nullable Object> done = new CompletableFuture<>();

        Call(Callable<@Nullable Object> code) {
            this.code = code;
        }
    }

    synchronized void context(ClassLoader loader) {
        context = loader;
    }

    synchronized void beginCell() {
        StopCheck.disarm();
        interrupted = false;
        inCell = true;
    }

    synchronized void endCell() {
        inCell = false;
    }

    synchronized boolean isInCell() {
        return inCell;
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    /// Runs code on the cell thread and waits for it.
    ///
    /// @throws Throwable what the code threw; [StopCheck.CellStopped] or [GivenUp] after an interrupt
    @Nullable
    Object call(Callable<@Nullable Object> code) throws Throwable {
        Call call = new Call(code);
        synchronized (this) {
            if (interrupted) {
                throw new StopCheck.CellStopped();
            }
            if (worker == null) {
                worker = new Worker(++threads, context);
                worker.start();
            }
            current = call;
            worker.calls.add(call);
        }
        try {
            return call.done.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } finally {
            synchronized (this) {
                current = null;
            }
        }
    }

    /// Asks the running cell to end; nothing happens when none runs. Returns at once.
    synchronized void interrupt() {
        if (!inCell) {
            return;
        }
        interrupted = true;
        Call call = current;
        Worker victim = worker;
        if (call != null && victim != null) {
            StopCheck.arm(victim);
            victim.interrupt();
            Thread watch = new Thread(() -> insist(call, victim), "nbscope-interrupt");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private void insist(Call call, Worker victim) {
        try {
            for (long waited = 0; waited < PATIENCE_MILLIS; waited += REPEAT_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(REPEAT_MILLIS);
                synchronized (this) {
                    if (call.done.isDone() || current != call) {
                        return;
                    }
                    victim.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        String place = place(victim.getStackTrace());
        synchronized (this) {
            if (call.done.isDone() || current != call) {
                return;
            }
            victim.givenUp = true;
            worker = null;
            call.done.completeExceptionally(new GivenUp("the code did not react to the interrupt within "
                    + PATIENCE_MILLIS / 1000 + " s: thread " + victim.getName() + " is still in " + place
                    + "; it was left behind and the next cell gets a new thread (restart the kernel to be rid of it)"));
        }
    }

    /// The top of the stack and, when that is the JDK's, the first frame that is not.
    private static String place(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "an unknown place";
        }
        for (int i = 0; i < stack.length; i++) {
            String type = stack[i].getClassName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
                return i == 0 ? stack[0].toString() : stack[0] + ", called by " + stack[i];
            }
        }
        return stack[0].toString();
    }

    private static final class Worker extends Thread {
        private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
        private volatile boolean givenUp;

        Worker(int number, @Nullable ClassLoader context) {
            super("cell-" + number);
            setDaemon(true);
            if (context != null) {
                setContextClassLoader(context);
            }
        }

        @Override
        public void run() {
            while (!givenUp) {
                Call call;
                try {
                    call = calls.take();
                } catch (InterruptedException e) {
                    // a late interrupt of a call that had just ended
                    continue;
                }
                Thread.interrupted();
                try {
                    call.done.complete(call.code.call());
                } catch (Throwable e) {
                    call.done.completeExceptionally(e);
                }
            }
        }
    }
}
