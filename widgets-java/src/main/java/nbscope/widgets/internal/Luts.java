package nbscope.widgets.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The colour tables: 256 entries of red, green, blue, the same files that the front end inlines.
public final class Luts {
    /// The names that both sides know.
    public static final List<String> NAMES =
            List.of("gray", "viridis", "inferno", "magma", "plasma", "cividis", "turbo", "RdBu", "twilight");

    private static final String FOLDER = "/nbscope/widgets/luts/";
    private static final int BYTES = 256 * 3;

    private Luts() {}

    /// @throws IllegalArgumentException for a name that is not in [#NAMES]
    public static void check(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no colour table is called \"" + name + "\"; there are " + String.join(", ", NAMES));
        }
    }

    /// Whether this jar was built with the tables.
    static boolean present() {
        return Luts.class.getResource(FOLDER + "gray.bin") != null;
    }

    /// The table's 768 bytes.
    public static byte[] table(String name) {
        check(name);
        try (InputStream in = Luts.class.getResourceAsStream(FOLDER + name + ".bin")) {
            byte[] table = in == null ? new byte[0] : in.readAllBytes();
            if (table.length != BYTES) {
                throw new IllegalStateException("this nbscope-widgets jar holds no colour table " + name + " (" + FOLDER
                        + name + ".bin): build it again with ./nbscope");
            }
            return table;
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the colour table " + name, broken);
        }
    }
}
