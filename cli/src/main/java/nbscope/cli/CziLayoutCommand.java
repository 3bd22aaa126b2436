package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.ProfileJson;
import org.jspecify.annotations.Nullable;

/// `czi layout FILE`: a picture of the tiles, coloured by their order in the file.
final class CziLayoutCommand {
    private static final String USAGE =
            "nbscope czi layout FILE.czi [--output F.svg] [--channel C] [--scene S] [--json]";

    private CziLayoutCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        CziArguments wanted = CziArguments.parse(arguments, USAGE, 1, Set.of(), CziArguments.plane("--output"), err);
        CziLayout layout = CziLayout.of(wanted.file(), wanted.number("--channel", 0), wanted.number("--scene"));
        @Nullable String output = wanted.option("--output");
        if (output != null || !wanted.json()) {
            Path picture = output != null ? Path.of(output) : Path.of(name(wanted.file()) + ".layout.svg");
            try {
                Files.writeString(picture, layout.svg());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        picture + " cannot be written: " + e.getMessage() + "; give another place with --output", e);
            }
            err.println("nbscope: written to " + picture);
        }
        if (wanted.json()) {
            out.println(ProfileJson.text(layout));
        } else {
            out.println(layout.words());
        }
        return ExitStatus.GOOD;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.czi$", "");
    }
}
