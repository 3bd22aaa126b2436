package nbscope.compute.internal.opencl;

import static nbscope.compute.internal.opencl.JoclApi.check;
import static org.jocl.CL.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/// A device through JOCL. Programs are built on first use, one per [ClProgram].
final class JoclQueue implements ClQueue {
    /// JOCL takes only the address; a small view stands for segments of any size.
    private static final long VIEW_BYTES = 64;

    /// Transfers go in pieces that a ByteBuffer can address.
    private static final long PIECE_BYTES = 1L << 30;

    /// CL_DEVICE_MAX_NUM_SUB_GROUPS of OpenCL 2.1, which JOCL does not name.
    private static final int MAX_NUM_SUB_GROUPS = 0x105C;

    private final cl_device_id device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Map<ClProgram, cl_program> programs = new HashMap<>();
    private final Map<KernelKey, cl_kernel> kernels = new HashMap<>();
    private final String extensions;
    private final SignalHandlers handlers;

    private record ClBuffer(cl_mem memory) implements Buffer {}

    private record ClTransfer(cl_event event) implements Transfer {}

    private record KernelKey(ClProgram program, String kernel) {}

    // clCreateCommandQueue is the call that OpenCL 1.2 drivers have too.
    @SuppressWarnings("deprecation")
    JoclQueue(cl_platform_id platform, cl_device_id device, SignalHandlers handlers) {
        this.device = device;
        this.handlers = handlers;
        this.extensions = JoclApi.text(device, CL_DEVICE_EXTENSIONS);
        int[] code = new int[1];
        var properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, platform);
        context = clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, code);
        check("clCreateContext", code[0]);
        queue = clCreateCommandQueue(context, device, 0, code);
        if (code[0] != CL_SUCCESS) {
            clReleaseContext(context);
        }
        check("clCreateCommandQueue", code[0]);
    }

    @Override
    public Buffer wrap(MemorySegment host) {
        return create(CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR, host.byteSize(), address(host, 0));
    }

    @Override
    public Buffer allocate(long bytes) {
        return create(CL_MEM_READ_WRITE, bytes, null);
    }

    @Override
    public Buffer copyOf(int[] words) {
        return create(CL_MEM_READ_ONLY | CL_MEM_COPY_HOST_PTR, 4L * words.length, Pointer.to(words));
    }

    @Override
    public Buffer copyOf(double[] numbers) {
        return create(CL_MEM_READ_ONLY | CL_MEM_COPY_HOST_PTR, 8L * numbers.length, Pointer.to(numbers));
    }

    @Override
    public synchronized Pinned pin(long bytes) {
        var buffer = (ClBuffer) create(CL_MEM_READ_WRITE | CL_MEM_ALLOC_HOST_PTR, bytes, null);
        int[] code = new int[1];
        var map = clEnqueueMapBuffer(
                queue, buffer.memory, true, CL_MAP_READ | CL_MAP_WRITE, 0, bytes, 0, null, null, code);
        if (code[0] != CL_SUCCESS) {
            clReleaseMemObject(buffer.memory);
        }
        check("clEnqueueMapBuffer of " + bytes + " bytes", code[0]);
        return new Pinned(buffer, MemorySegment.ofBuffer(map));
    }

    @Override
    public synchronized void release(Pinned pinned) {
        var memory = memory(pinned.buffer());
        int code = clEnqueueUnmapMemObject(queue, memory, pinned.host().asByteBuffer(), 0, null, null);
        release(pinned.buffer());
        check("clEnqueueUnmapMemObject", code);
    }

    @Override
    public synchronized void commit(Buffer buffer, long bytes) {
        var zero = Pointer.to(new int[1]);
        check(
                "clEnqueueFillBuffer of " + bytes + " bytes",
                clEnqueueFillBuffer(queue, memory(buffer), zero, 4, 0, bytes, 0, null, null));
        check("clFinish", clFinish(queue));
    }

    @Override
    public synchronized Transfer send(Buffer buffer, long offset, MemorySegment source) {
        var event = new cl_event();
        check(
                "clEnqueueWriteBuffer",
                clEnqueueWriteBuffer(
                        queue, memory(buffer), false, offset, source.byteSize(), address(source, 0), 0, null, event));
        check("clFlush", clFlush(queue));
        return new ClTransfer(event);
    }

    /// Not synchronized: others may use the queue while this one waits.
    @Override
    public void await(Transfer transfer) {
        var event = ((ClTransfer) transfer).event;
        int code = clWaitForEvents(1, new cl_event[] {event});
        clReleaseEvent(event);
        check("clWaitForEvents", code);
    }

    private Buffer create(long flags, long bytes, @Nullable Pointer host) {
        int[] code = new int[1];
        cl_mem memory = clCreateBuffer(context, flags, bytes, host, code);
        check("clCreateBuffer of " + bytes + " bytes", code[0]);
        return new ClBuffer(memory);
    }

    @Override
    public synchronized void write(Buffer buffer, long offset, MemorySegment source) {
        for (long at = 0; at < source.byteSize(); at += PIECE_BYTES) {
            long n = Math.min(PIECE_BYTES, source.byteSize() - at);
            check(
                    "clEnqueueWriteBuffer",
                    clEnqueueWriteBuffer(
                            queue, memory(buffer), true, offset + at, n, address(source, at), 0, null, null));
        }
    }

    @Override
    public synchronized void read(Buffer buffer, long offset, MemorySegment destination) {
        for (long at = 0; at < destination.byteSize(); at += PIECE_BYTES) {
            long n = Math.min(PIECE_BYTES, destination.byteSize() - at);
            check(
                    "clEnqueueReadBuffer",
                    clEnqueueReadBuffer(
                            queue, memory(buffer), true, offset + at, n, address(destination, at), 0, null, null));
        }
        // Some drivers compile when a kernel runs.
        handlers.restore();
    }

    @Override
    public synchronized void build(ClProgram program) {
        built(program);
    }

    @Override
    public synchronized void launch(ClProgram program, String kernel, long global, long local, Object... args) {
        cl_kernel k = kernel(program, kernel);
        for (int i = 0; i < args.length; i++) {
            int code = switch (args[i]) {
                case ClBuffer b -> clSetKernelArg(k, i, Sizeof.cl_mem, Pointer.to(b.memory));
                case Integer v -> clSetKernelArg(k, i, Sizeof.cl_int, Pointer.to(new int[] {v}));
                default -> throw new IllegalArgumentException("no kernel argument: " + args[i]);
            };
            check("clSetKernelArg " + i + " of " + kernel, code);
        }
        long whole = (global + local - 1) / local * local;
        check(
                "clEnqueueNDRangeKernel " + kernel,
                clEnqueueNDRangeKernel(queue, k, 1, null, new long[] {whole}, new long[] {local}, 0, null, null));
    }

    @Override
    public synchronized void release(Buffer buffer) {
        // Kernels that still read the memory come first; a wrapped segment is closed right after this.
        int finished = clFinish(queue);
        check("clReleaseMemObject", clReleaseMemObject(memory(buffer)));
        check("clFinish", finished);
    }

    @Override
    public synchronized void close() {
        clFinish(queue);
        kernels.values().forEach(k -> clReleaseKernel(k));
        programs.values().forEach(p -> clReleaseProgram(p));
        kernels.clear();
        programs.clear();
        clReleaseCommandQueue(queue);
        clReleaseContext(context);
    }

    private cl_kernel kernel(ClProgram program, String name) {
        var key = new KernelKey(program, name);
        cl_kernel known = kernels.get(key);
        if (known != null) {
            return known;
        }
        int[] code = new int[1];
        cl_program whole = built(program);
        cl_kernel made = handlers.during(() -> clCreateKernel(whole, name, code));
        check("clCreateKernel " + name, code[0]);
        kernels.put(key, made);
        return made;
    }

    private cl_program built(ClProgram program) {
        cl_program known = programs.get(program);
        if (known != null) {
            return known;
        }
        cl_program made = null;
        String subGroups = program.gpu() ? subGroups() : null;
        if (subGroups != null) {
            try {
                made = compile(program, subGroups);
            } catch (ClException e) {
                // Some drivers say that they have them and lack a part; local memory works everywhere.
                System.getLogger(JoclQueue.class.getName())
                        .log(System.Logger.Level.INFO, "OpenCL kernels without sub-groups: " + e.getMessage());
            }
        }
        made = made == null ? compile(program, "") : made;
        programs.put(program, made);
        return made;
    }

    private cl_program compile(ClProgram program, String more) {
        int[] code = new int[1];
        String[] source = Arrays.stream(program.files()).map(JoclQueue::source).toArray(String[]::new);
        cl_program made = clCreateProgramWithSource(context, source.length, source, null, code);
        check("clCreateProgramWithSource", code[0]);
        String options = program.options() + " " + more;
        int built = handlers.during(() -> clBuildProgram(made, 1, new cl_device_id[] {device}, options, null, null));
        if (built != CL_SUCCESS) {
            String log = log(made);
            clReleaseProgram(made);
            throw new ClException("the driver could not build the kernels (OpenCL error " + built + "): " + log);
        }
        return made;
    }

    /// Options that turn sub-groups on, null where there are none.
    private @Nullable String subGroups() {
        boolean three = JoclApi.text(device, CL_DEVICE_VERSION).startsWith("OpenCL 3");
        if (three && JoclApi.number(device, MAX_NUM_SUB_GROUPS) > 0) {
            return "-DSUB_GROUPS -cl-std=CL3.0";
        }
        if (extensions.contains("cl_khr_subgroups")) {
            return "-DSUB_GROUPS -cl-std=CL2.0";
        }
        return extensions.contains("cl_intel_subgroups") ? "-DSUB_GROUPS" : null;
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static String source(String file) {
        try (var in = JoclQueue.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static cl_mem memory(Buffer buffer) {
        return ((ClBuffer) buffer).memory;
    }

    private static Pointer address(MemorySegment segment, long offset) {
        long n = Math.min(VIEW_BYTES, segment.byteSize() - offset);
        return Pointer.to(segment.asSlice(offset, n).asByteBuffer());
    }
}
