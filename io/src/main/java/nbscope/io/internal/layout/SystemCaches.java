package nbscope.io.internal.layout;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.CacheSizes;

/// Asks the system for the sizes of the caches of processor 0. Starts no process.
public final class SystemCaches {
    public static final CacheSizes SIZES =
            System.getProperty("os.name", "").startsWith("Mac") ? mac() : linux(Path.of("/sys/devices/system/cpu"));

    private SystemCaches() {}

    /// @param cpus the folder with `cpu0/cache/index*/{level,type,size}`; a folder that is not there gives
    /// `USUAL`
    static CacheSizes linux(Path cpus) {
        long[] sizes = new long[4];
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(cpus.resolve("cpu0/cache"), "index*")) {
            for (Path cache : caches) {
                int level = Integer.parseInt(line(cache, "level"));
                if (level >= 1 && level <= 3 && !line(cache, "type").equals("Instruction")) {
                    sizes[level] = bytes(line(cache, "size"));
                }
            }
        } catch (IOException | NumberFormatException | SecurityException e) {
            // Containers and some ARM boards hide them; what was found before counts.
        }
        return known(sizes[1], sizes[2], sizes[3]);
    }

    private static String line(Path cache, String name) throws IOException {
        return Files.readString(cache.resolve(name)).strip();
    }

    /// `32K`, `1M`, or a number of bytes.
    private static long bytes(String text) {
        int unit = "KMG".indexOf(text.charAt(text.length() - 1));
        return unit < 0
                ? Long.parseLong(text)
                : Long.parseLong(text.substring(0, text.length() - 1)) << (10 * (unit + 1));
    }

    /// Apple's performance cores stand at `perflevel0`; they have no L3 of their own, the last level is the
    /// L2.
    private static CacheSizes mac() {
        if (!SystemCaches.class.getModule().isNativeAccessEnabled()) {
            return CacheSizes.USUAL;
        }
        long l1 = sysctl("hw.perflevel0.l1dcachesize", "hw.l1dcachesize");
        long l2 = sysctl("hw.perflevel0.l2cachesize", "hw.l2cachesize");
        long l3 = sysctl("hw.perflevel0.l3cachesize", "hw.l3cachesize");
        return known(l1, l2, l3);
    }

    private static long sysctl(String... names) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle call = linker.downcallHandle(
                    linker.defaultLookup().find("sysctlbyname").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG));
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
            for (String name : names) {
                value.set(ValueLayout.JAVA_LONG, 0, 0);
                length.set(ValueLayout.JAVA_LONG, 0, Long.BYTES);
                int status = (int) call.invokeExact(arena.allocateFrom(name), value, length, MemorySegment.NULL, 0L);
                long found = value.get(ValueLayout.JAVA_LONG, 0);
                if (status == 0 && found > 0) {
                    return found;
                }
            }
        } catch (Throwable e) {
            // A level that cannot be asked for counts as unknown.
        }
        return 0;
    }

    private static CacheSizes known(long l1, long l2, long l3) {
        CacheSizes usual = CacheSizes.USUAL;
        return new CacheSizes(l1 > 0 ? l1 : usual.l1(), l2 > 0 ? l2 : usual.l2(), l3 > 0 ? l3 : usual.l3());
    }
}
