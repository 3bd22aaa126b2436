package nbscope.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.io.CacheSizes;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;

/// The arguments of `nbscope layout`, read and checked.
record LayoutArguments(LayoutRequest request, String dtype, LayoutStrategy strategy, boolean explain, boolean json) {
    static final String USAGE = "nbscope layout --shape 10,64,64,96,96 --dtype u2 [--patch 1,8,8,96,96]"
            + " [--axes temporal,spatial,..] [--strategy S] [--caches 32K,1M,32M] [--explain] [--json]";

    private static final Set<String> VALUED =
            Set.of("--shape", "--dtype", "--patch", "--axes", "--strategy", "--caches");
    private static final Pattern CODE = Pattern.compile("[<>|=]?([biufcSUV])([0-9]{1,9})");
    private static final Pattern NAME = Pattern.compile("(bool|u?int|float|complex)([0-9]{0,3})");

    /// @throws UsageException saying what is wrong
    static LayoutArguments parse(List<String> arguments) {
        Arguments typed = Arguments.parse(arguments, USAGE, Set.of("--explain", "--json"), VALUED);
        if (!typed.words().isEmpty()) {
            String word = typed.words().getFirst();
            throw wrong((word.startsWith("-") ? "there is no option " : "found the stray word ") + word);
        }
        try {
            return of(typed);
        } catch (IllegalArgumentException misuse) {
            throw new UsageException(String.valueOf(misuse.getMessage()));
        }
    }

    private static LayoutArguments of(Arguments typed) {
        String shape = typed.option("--shape");
        String dtype = typed.option("--dtype");
        if (shape == null || dtype == null) {
            throw wrong("--shape and --dtype say which array it is, and " + (shape == null ? "--shape" : "--dtype")
                    + " is missing");
        }
        String patch = typed.option("--patch");
        String axes = typed.option("--axes");
        String caches = typed.option("--caches");
        LayoutStrategy strategy = LayoutStrategy.of(typed.options().getOrDefault("--strategy", "mlarray"));
        LayoutRequest request = new LayoutRequest(
                numbers("--shape", shape),
                itemBytes(dtype),
                axes == null ? List.of() : List.of(axes.split(",", -1)),
                patch == null ? new long[0] : numbers("--patch", patch),
                caches == null ? CacheSizes.ofMachine() : caches(caches));
        return new LayoutArguments(request, dtype, strategy, typed.has("--explain"), typed.has("--json"));
    }

    private static long[] numbers(String option, String text) {
        try {
            return Arrays.stream(text.split(",", -1))
                    .mapToLong(part -> Long.parseLong(part.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw wrong(option + " is a list of whole numbers such as 1,8,8,96,96, found \"" + text + "\"");
        }
    }

    private static CacheSizes caches(String text) {
        String[] parts = text.split(",", -1);
        long[] bytes = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Matcher size = Pattern.compile("([0-9]{1,12})([KMG]?)").matcher(parts[i].strip());
            if (parts.length != 3 || !size.matches()) {
                throw wrong("--caches is the sizes of L1, L2 and L3 such as 32K,1M,32M, found \"" + text + "\"");
            }
            bytes[i] = Long.parseLong(size.group(1)) << (10 * " KMG".indexOf((size.group(2) + " ").charAt(0)));
        }
        return new CacheSizes(bytes[0], bytes[1], bytes[2]);
    }

    /// Bytes of an element from NumPy's notation (`u2`, `<f4`, `|S7`) or name (`uint16`).
    private static int itemBytes(String dtype) {
        Matcher code = CODE.matcher(dtype);
        Matcher name = NAME.matcher(dtype);
        long bytes = -1;
        if (code.matches()) {
            bytes = Long.parseLong(code.group(2)) * (code.group(1).equals("U") ? 4 : 1);
        } else if (name.matches()) {
            String bits = name.group(2);
            bytes = name.group(1).equals("bool") && bits.isEmpty() ? 1 : bits.isEmpty() ? -1 : bits(bits);
        }
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw wrong("--dtype is a type as NumPy writes it, such as u2, f4, c8 or uint16, found \"" + dtype + "\"");
        }
        return (int) bytes;
    }

    private static long bits(String text) {
        int bits = Integer.parseInt(text);
        return bits % 8 == 0 ? bits / 8 : -1;
    }

    private static UsageException wrong(String what) {
        return Arguments.wrong(what, USAGE);
    }
}
