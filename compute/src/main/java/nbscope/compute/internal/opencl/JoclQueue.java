package nbscope.compute.internal.opencl;

import static nbscope.compute.internal.opencl.JoclApi.check;
import static org.jocl.CL.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import nbscope.io.DType;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/// A device through JOCL. Programs are built on first use, one per pixel type.
final class JoclQueue implements ClQueue {
    /// JOCL takes only the address; a small view stands for segments of any size.
    private static final long VIEW_BYTES = 64;

    /// Transfers go in pieces that a ByteBuffer can address.
    private static final long PIECE_BYTES = 1L << 30;

    private final cl_device_id device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Map<DType, cl_program> programs = new HashMap<>();
    private final Map<String, cl_kernel> kernels = new HashMap<>();

    private record ClBuffer(cl_mem memory) implements Buffer {}

    // clCreateCommandQueue is the call that OpenCL 1.2 drivers have too.
    @SuppressWarnings("deprecation")
    JoclQueue(cl_platform_id platform, cl_device_id device) {
        this.device = device;
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

    private Buffer create(long flags, long bytes, @org.jspecify.annotations.Nullable Pointer host) {
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
    }

    @Override
    public synchronized void launch(DType dtype, String kernel, long global, long local, Object... args) {
        cl_kernel k = kernel(dtype, kernel);
        for (int i = 0; i < args.length; i++) {
            int code = switch (args[i]) {
                case ClBuffer b -> clSetKernelArg(k, i, Sizeof.cl_mem, Pointer.to(b.memory));
                case Integer v -> clSetKernelArg(k, i, Sizeof.cl_int, Pointer.to(new int[] {v}));
                default -> throw new IllegalArgumentException("no kernel argument: " + args[i]);
            };
            check("clSetKernelArg " + i + " of " + kernel, code);
        }
        long[] group = local == 0 ? null : new long[] {local};
        check(
                "clEnqueueNDRangeKernel " + kernel,
                clEnqueueNDRangeKernel(queue, k, 1, null, new long[] {global}, group, 0, null, null));
    }

    @Override
    public synchronized void release(Buffer buffer) {
        // Kernels that still read the memory come first; a wrapped segment is closed right after this.
        check("clFinish", clFinish(queue));
        check("clReleaseMemObject", clReleaseMemObject(memory(buffer)));
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

    private cl_kernel kernel(DType dtype, String name) {
        String key = dtype + " " + name;
        cl_kernel known = kernels.get(key);
        if (known != null) {
            return known;
        }
        int[] code = new int[1];
        cl_kernel made = clCreateKernel(program(dtype), name, code);
        check("clCreateKernel " + name, code[0]);
        kernels.put(key, made);
        return made;
    }

    private cl_program program(DType dtype) {
        cl_program known = programs.get(dtype);
        if (known != null) {
            return known;
        }
        int[] code = new int[1];
        cl_program made = clCreateProgramWithSource(context, 1, new String[] {source()}, null, code);
        check("clCreateProgramWithSource", code[0]);
        int built = clBuildProgram(made, 1, new cl_device_id[] {device}, options(dtype), null, null);
        if (built != CL_SUCCESS) {
            String log = log(made);
            clReleaseProgram(made);
            throw new ClException("the driver could not build the kernels (OpenCL error " + built + "): " + log);
        }
        programs.put(dtype, made);
        return made;
    }

    private static String options(DType dtype) {
        return switch (dtype) {
            case U8 -> "-DT=uchar -DUT=uchar -DACC=uint -DOUT=long -DPPB=64";
            case I8 -> "-DT=char -DUT=uchar -DACC=int -DOUT=long -DPPB=64";
            case U16 -> "-DT=ushort -DUT=ushort -DACC=uint -DOUT=long -DPPB=32";
            case I16 -> "-DT=short -DUT=ushort -DACC=int -DOUT=long -DPPB=32";
            case U32 -> "-DT=uint -DUT=uint -DACC=long -DOUT=long -DPPB=16";
            case I32 -> "-DT=int -DUT=uint -DACC=long -DOUT=long -DPPB=16";
            case F32 -> "-DT=float -DUT=uint -DACC=double -DOUT=double -DPPB=16 -DDOUBLES";
            case F64 -> "-DT=double -DUT=ulong -DACC=double -DOUT=double -DPPB=8 -DDOUBLES";
            case U64, I64, F16, C64, C128, RAW ->
                throw new IllegalArgumentException(dtype + " has no exact integer sums");
        };
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static String source() {
        try (var in = JoclQueue.class.getResourceAsStream("sums.cl")) {
            return new String(Objects.requireNonNull(in, "sums.cl").readAllBytes(), StandardCharsets.UTF_8);
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
