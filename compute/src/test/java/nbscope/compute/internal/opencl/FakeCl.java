package nbscope.compute.internal.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import nbscope.compute.OpenClDevice;
import org.jspecify.annotations.Nullable;

/// A driver that fails at a chosen call, once or from then on. Between failures a real one computes, or nobody does.
final class FakeCl implements ClApi, ClQueue {
    static final OpenClDevice CARD = new OpenClDevice("OpenCL (card)", true, false, true, 1L << 30, 4096, 0, 0);

    /// Calls of all kinds.
    static final String ANY = "";

    private final int failAt;
    private final int code;
    private final boolean stays;
    private final String only;
    private final @Nullable ClQueue real;
    private final List<String> calls = new ArrayList<>();
    private final Set<Object> alive = new HashSet<>();
    private int counted;

    private static final class Nothing implements Buffer {}

    private static final class Sent implements Transfer {
        private final @Nullable Transfer real;

        Sent(@Nullable Transfer real) {
            this.real = real;
        }
    }

    /// @param failAt number of the call that fails, from 1; 0 for none
    /// @param stays  every later call fails too, as on a device that is lost
    /// @param only   which calls are counted, by the beginning of their name
    /// @param real   computes; null for nobody
    FakeCl(int failAt, int code, boolean stays, String only, @Nullable ClQueue real) {
        this.failAt = failAt;
        this.code = code;
        this.stays = stays;
        this.only = only;
        this.real = real;
    }

    /// Fails once, at an allocation; nobody computes.
    FakeCl(int failAt, int code) {
        this(failAt, code, false, "make", null);
    }

    int alive() {
        return alive.size();
    }

    /// Calls so far of the kind that is counted.
    int counted() {
        return counted;
    }

    List<String> calls() {
        return calls;
    }

    private boolean failsNow(String call) {
        calls.add(call);
        if (!call.startsWith(only)) {
            return false;
        }
        counted++;
        return failAt > 0 && (stays ? counted >= failAt : counted == failAt);
    }

    private void call(String call) {
        if (failsNow(call)) {
            throw new ClException(call, code);
        }
    }

    private <T> T make(String call, Supplier<T> thing) {
        call("make " + call);
        T made = thing.get();
        alive.add(made);
        return made;
    }

    private Buffer made(String call, Supplier<Buffer> thing) {
        return make(call, () -> real == null ? new Nothing() : thing.get());
    }

    private ClQueue real() {
        return java.util.Objects.requireNonNull(real);
    }

    @Override
    public List<OpenClDevice> devices() {
        return List.of(CARD);
    }

    @Override
    public ClQueue open(OpenClDevice device) {
        call("open");
        return this;
    }

    @Override
    public Buffer wrap(MemorySegment host) {
        return made("wrap", () -> real().wrap(host));
    }

    @Override
    public Buffer allocate(long bytes) {
        return made("allocate", () -> real().allocate(bytes));
    }

    @Override
    public Buffer copyOf(int[] words) {
        return made("copy", () -> real().copyOf(words));
    }

    @Override
    public Buffer copyOf(double[] numbers) {
        return made("copy", () -> real().copyOf(numbers));
    }

    @Override
    public Pinned pin(long bytes) {
        return make(
                "pin",
                () -> real == null ? new Pinned(new Nothing(), Arena.ofAuto().allocate(bytes, 64)) : real().pin(bytes));
    }

    @Override
    public void release(Pinned pinned) {
        gone(pinned, () -> real().release(pinned));
    }

    @Override
    public void release(Buffer buffer) {
        gone(buffer, () -> real().release(buffer));
    }

    /// A release that fails takes its buffer all the same.
    private void gone(Object thing, Runnable release) {
        if (!alive.remove(thing)) {
            throw new AssertionError("released twice, or never made: " + thing);
        }
        if (real != null) {
            release.run();
        }
        call("release");
    }

    @Override
    public void commit(Buffer buffer, long bytes) {
        pass("commit", () -> real().commit(buffer, bytes));
    }

    @Override
    public void write(Buffer buffer, long offset, MemorySegment source) {
        pass("write", () -> real().write(buffer, offset, source));
    }

    @Override
    public Transfer send(Buffer buffer, long offset, MemorySegment source) {
        return make("send", () -> new Sent(real == null ? null : real().send(buffer, offset, source)));
    }

    @Override
    public void await(Transfer transfer) {
        if (!alive.remove(transfer)) {
            throw new AssertionError("awaited twice");
        }
        var sent = ((Sent) transfer).real;
        if (sent != null) {
            real().await(sent);
        }
        call("await");
    }

    @Override
    public void read(Buffer buffer, long offset, MemorySegment destination) {
        pass("read", () -> real().read(buffer, offset, destination));
    }

    @Override
    public void build(ClProgram program) {
        pass("build", () -> real().build(program));
    }

    @Override
    public void launch(ClProgram program, String kernel, long global, long local, Object... args) {
        pass("launch", () -> real().launch(program, kernel, global, local, args));
    }

    private void pass(String call, Runnable body) {
        call(call);
        if (real != null) {
            body.run();
        }
    }

    @Override
    public void close() {}
}
