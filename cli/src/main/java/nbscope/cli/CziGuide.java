package nbscope.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.io.czi.profile.DataFile;

/// `nbscope czi` without a word: asks what is wanted, one question a line, and makes the command of the answers. An
/// empty
/// answer takes what stands in brackets.
final class CziGuide {
    private static final Map<String, String> COMMANDS =
            Map.of("1", "profile", "2", "benchmark", "3", "quick", "4", "layout", "5", "verify-mosaic");

    private final BufferedReader in;
    private final PrintStream err;

    CziGuide(BufferedReader in, PrintStream err) {
        this.in = in;
        this.err = err;
    }

    /// @return the arguments of `nbscope czi`
    /// @throws UsageException when the answers end too early
    List<String> ask() {
        err.println("Why is my CZI slow? An empty answer takes what stands in brackets.");
        Path file = DataFile.find(Path.of(answer("File", first()))).path();
        err.println("1  profile: where the time goes            (about a minute)");
        err.println("2  benchmark: which way to read is fastest (minutes)");
        err.println("3  quick: do threads help?                 (seconds)");
        err.println("4  layout: a picture of the tiles");
        err.println("5  verify-mosaic: is the mosaic whole and right?");
        String command = choice("What", "1", COMMANDS);
        List<String> arguments = new ArrayList<>(List.of(command, file.toString()));
        switch (command) {
            case "profile" ->
                preset(
                        arguments,
                        "1 quick (50 tiles), 2 standard (100), 3 detailed (200)",
                        "2",
                        Map.of("1", "quick", "2", "standard", "3", "detailed"));
            case "benchmark" ->
                preset(
                        arguments,
                        "1 quick (100 tiles; one, 4 and 8 threads), 2 medium (500 tiles, all ways), 3 full (all tiles)",
                        "1",
                        Map.of("1", "quick", "2", "medium", "3", "full"));
            default -> {
                // Nothing to choose.
            }
        }
        String channel = answer("Channel", "0");
        arguments.addAll(List.of("--channel", channel));
        String scene = answer("Scene", "all");
        if (!scene.equals("all")) {
            arguments.addAll(List.of("--scene", scene));
        }
        err.println("nbscope czi " + String.join(" ", arguments));
        return arguments;
    }

    private void preset(List<String> arguments, String question, String usual, Map<String, String> presets) {
        err.println(question);
        arguments.addAll(List.of("--preset", choice("Preset", usual, presets)));
    }

    private String choice(String question, String usual, Map<String, String> answers) {
        while (true) {
            String answer = answer(question, usual).toLowerCase(Locale.ROOT);
            if (answers.containsKey(answer)) {
                return answers.getOrDefault(answer, answer);
            }
            if (answers.containsValue(answer)) {
                return answer;
            }
            err.println("Answer with "
                    + String.join(", ", answers.keySet().stream().sorted().toList()) + ".");
        }
    }

    private String answer(String question, String usual) {
        err.print(question + (usual.isEmpty() ? ": " : " [" + usual + "]: "));
        err.flush();
        try {
            String line = in.readLine();
            if (line == null || (line.isBlank() && usual.isEmpty())) {
                throw new UsageException("the questions were not answered. Usage: " + CziCommand.USAGE);
            }
            return line.isBlank() ? usual : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the answers cannot be read: " + e.getMessage(), e);
        }
    }

    /// The first CZI file of the container's folder, of that of `NBSCOPE_DATA`, or of this one.
    private static String first() {
        String named = System.getenv("NBSCOPE_DATA");
        for (String folder : new String[] {"/data", named == null ? "" : named, "."}) {
            Path path = Path.of(folder);
            if (folder.isEmpty() || !Files.isDirectory(path)) {
                continue;
            }
            try (Stream<Path> files = Files.list(path)) {
                List<String> found = files.map(Path::toString)
                        .filter(name -> name.endsWith(".czi"))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found.getFirst();
                }
            } catch (IOException e) {
                // Then this folder has none for us.
            }
        }
        return "";
    }
}
