package nbscope.compute.internal.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.OtherJvm;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;

/// Drivers take no signal from the JVM.
class SignalHandlersTest {
    /// Of POSIX, and used by the JVM; comes when a file grows beyond a limit.
    private static final int SIGXFSZ = 25;

    /// Uses every device of the machine, and divides by zero before and after it: by PoCL's handler 7 / 0 is 7, and by
    /// LLVM's two threads that stop for the garbage collector together end the process.
    public static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            var before = SignalHandlers.now();
            System.out.println(quotient(7, arguments.length));
            var data = DataSet.of(NdArray.of(new short[4 * 9 * 9], 2, 2, 9, 9), 2);
            for (Device device : Device.list()) {
                try (var stack = DeviceStack.load(data, device, (done, total) -> {})) {
                    stack.virtualImage(Detector.disk(3));
                }
            }
            System.out.println(before.taken());
            System.out.println(quotient(7, arguments.length));
        }

        private static String quotient(int a, int b) {
            try {
                return String.valueOf(a / b);
            } catch (ArithmeticException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    /// In a JVM of its own: what a driver takes, it takes once in a process.
    @Test
    void noDriverOfThisMachineKeepsASignal() throws Exception {
        assertThat(OtherJvm.run(Program.class)).isEqualTo("/ by zero\n[]\n/ by zero");
    }

    @Test
    void whatIsTakenIsPutBack() {
        var handlers = SignalHandlers.now();
        assertThat(handlers.during(() -> {
                    take(SIGXFSZ);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(handlers.taken()).isEmpty();
        take(SIGXFSZ);
        assertThat(handlers.taken()).containsExactly(SIGXFSZ);
        handlers.restore();
        assertThat(handlers.taken()).isEmpty();
    }

    @Test
    void whatIsTakenIsPutBackWhileTheDriverIsAtWork() {
        var handlers = SignalHandlers.now();
        long patience = System.nanoTime() + 10_000_000_000L;
        assertThat(handlers.during(() -> {
                    take(SIGXFSZ);
                    while (!handlers.taken().isEmpty() && System.nanoTime() < patience) {
                        Thread.onSpinWait();
                    }
                    return handlers.taken();
                }))
                .isEmpty();
    }

    /// Sets a function of the C library as the handler, as a driver would.
    private static void take(int signal) {
        var linker = Linker.nativeLinker();
        var c = linker.defaultLookup();
        var sigaction = linker.downcallHandle(
                c.findOrThrow("sigaction"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            var action = arena.allocate(256, Long.BYTES);
            action.set(ValueLayout.ADDRESS, 0, c.findOrThrow("abs"));
            assertThat((int) sigaction.invokeExact(signal, action, MemorySegment.NULL))
                    .isZero();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
