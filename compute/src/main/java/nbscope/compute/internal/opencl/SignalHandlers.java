package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What this process did at signals before a driver came, to be put back after it: the JVM works by signals, and
/// drivers with a compiler take them. LLVM's handler stands for one signal only, so two threads that stop for the
/// garbage collector at once end the process without a word; PoCL's makes 7 / 0 be 7 in all of Java. LLVM takes its
/// handlers once, so what was put back stays.
///
/// Safe from any thread. Does nothing on Windows, where drivers do no such thing, and where the JVM may not call
/// native code. What the JVM does not use (SIGUSR1) is left to the drivers.
///
/// Source: sigaction(2); `lib/Support/Unix/Signals.inc` of LLVM 15; `pocl_init_devices` of PoCL 3.1.
final class SignalHandlers {
    /// Numbers of the signals that POSIX knows, and more; what comes behind is for real-time applications.
    private static final int SIGNALS = 31;

    /// Room for a `struct sigaction`: 152 bytes on Linux, 16 on macOS. It begins with the handler's address.
    private static final long ACTION = 256;

    /// `SIG_DFL` is 0 and `SIG_IGN` is 1.
    private static final long LAST_THAT_IS_NONE = 1;

    private final @Nullable MethodHandle sigaction;

    /// A `struct sigaction` per signal.
    private final MemorySegment before;

    /// Addresses of all handlers then. One that moved from a signal to another was put there by the JVM.
    private final Set<Long> known = new HashSet<>();

    private SignalHandlers() {
        sigaction = find();
        before = Arena.ofAuto().allocate(ACTION * (SIGNALS + 1), Long.BYTES);
        for (int signal = 1; signal <= SIGNALS; signal++) {
            ask(signal, action(signal));
            known.add(handler(action(signal)));
        }
    }

    /// The handlers of this moment.
    static SignalHandlers now() {
        return new SignalHandlers();
    }

    private static @Nullable MethodHandle find() {
        try {
            var linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("sigaction")
                    .map(symbol -> linker.downcallHandle(
                            symbol,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS)))
                    .orElse(null);
        } catch (IllegalCallerException | UnsupportedOperationException e) {
            return null;
        }
    }

    /// Signals that the JVM had then and has no more.
    List<Integer> taken() {
        List<Integer> taken = new ArrayList<>();
        try (var arena = Arena.ofConfined()) {
            var current = arena.allocate(ACTION, Long.BYTES);
            for (int signal = 1; signal <= SIGNALS; signal++) {
                boolean had = handler(action(signal)) > LAST_THAT_IS_NONE;
                if (had && ask(signal, current) && !known.contains(handler(current))) {
                    taken.add(signal);
                }
            }
        }
        return taken;
    }

    /// Puts them back.
    void restore() {
        for (int signal : taken()) {
            call(signal, action(signal), MemorySegment.NULL);
        }
    }

    /// Runs what starts a driver or compiles there, and puts back, also meanwhile: until then two threads must not stop
    /// together.
    <T> T during(Supplier<T> work) {
        if (sigaction == null) {
            return work.get();
        }
        var meanwhile = Thread.ofPlatform().daemon().name("nbscope-signals").start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                restore();
                Thread.onSpinWait();
            }
        });
        try {
            return work.get();
        } finally {
            meanwhile.interrupt();
            restore();
        }
    }

    private MemorySegment action(int signal) {
        return before.asSlice(ACTION * signal, ACTION);
    }

    private static long handler(MemorySegment action) {
        return action.get(ValueLayout.JAVA_LONG, 0);
    }

    private boolean ask(int signal, MemorySegment answer) {
        return call(signal, MemorySegment.NULL, answer);
    }

    private boolean call(int signal, MemorySegment action, MemorySegment answer) {
        MethodHandle s = sigaction;
        try {
            return s != null && (int) s.invokeExact(signal, action, answer) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
