package nbscope.kernel.own.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The `%` commands of cells, named as IJava's users know them. On the evaluator's thread.
final class Magics {
    static final List<String> NAMES =
            List.of("%maven", "%mavenRepo", "%jars", "%classpath", "%load", "%%loadFromPOM", "%loadFromPOM");

    private final CellThread thread;
    private final Consumer<String> notices;
    private final Runner runner;
    private final Resolver resolver;

    /// Runs the text of a cell.
    interface Runner {
        Evaluator.@Nullable Value run(Evaluator evaluator, String code) throws CellFailure;
    }

    Magics(CellThread thread, Consumer<String> notices, Runner runner) {
        this.thread = thread;
        this.notices = notices;
        this.runner = runner;
        resolver = new Resolver(notices);
    }

    Evaluator.@Nullable Value run(CellText.Magic magic, Evaluator evaluator) throws CellFailure {
        String arguments = magic.arguments();
        switch (magic.name()) {
            case "maven", "addMavenDependency", "addMavenDependencies" ->
                add(evaluator, paths(() -> resolver.resolve(words(magic, "group:artifact:version"))));
            case "mavenRepo", "addMavenRepo" -> {
                List<String> words = words(magic, "id url");
                resolver.addRepository(words.getFirst(), words.getLast());
            }
            case "jars", "addJar" -> add(evaluator, paths(() -> PathPatterns.jars(words(magic, "path or pattern"))));
            case "classpath", "addClasspath" ->
                add(evaluator, paths(() -> PathPatterns.all(words(magic, "path or pattern"))));
            case "loadFromPOM" -> {
                String pom =
                        magic.body().isEmpty() ? read(words(magic, "pom file").getFirst()) : magic.body();
                add(evaluator, paths(() -> resolver.resolve(PomText.dependencies(pom, resolver))));
            }
            case "load" -> {
                return runner.run(
                        evaluator, LoadedSource.code(words(magic, "file").getFirst()));
            }
            default ->
                throw CellFailure.sentence(
                        "UnknownMagic",
                        "there is no magic %" + magic.name() + " here; known are " + String.join(", ", NAMES)
                                + (arguments.isEmpty() ? "" : "; a % of Java must not begin a line"));
        }
        return null;
    }

    private static List<String> words(CellText.Magic magic, String expected) throws CellFailure {
        String text = magic.arguments().strip();
        if (text.isEmpty()) {
            throw CellFailure.sentence(
                    "UsageError", "%" + magic.name() + " needs something behind it: %" + magic.name() + " " + expected);
        }
        return List.of(text.split("\\s+"));
    }

    private static String read(String file) throws CellFailure {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw CellFailure.sentence("NoSuchFile", "no such file: " + file);
        }
    }

    /// Resolving may take long: it runs on the cell thread, so that an interrupt reaches it.
    private List<Path> paths(Work work) throws CellFailure {
        try {
            Object found = thread.call(work::run);
            return ((List<?>) java.util.Objects.requireNonNull(found))
                    .stream().map(Path.class::cast).toList();
        } catch (CellFailure e) {
            throw thread.interrupted() ? CellErrors.interrupted() : e;
        } catch (CellThread.GivenUp e) {
            throw CellErrors.givenUp(e);
        } catch (StopCheck.CellStopped | InterruptedException e) {
            throw CellErrors.interrupted();
        } catch (Throwable e) {
            String sentence = CellErrors.sentence(e);
            throw CellFailure.sentence(e.getClass().getSimpleName(), sentence == null ? String.valueOf(e) : sentence);
        }
    }

    private interface Work {
        List<Path> run() throws Exception;
    }

    private void add(Evaluator evaluator, List<Path> paths) {
        for (Path path : paths) {
            evaluator.addToClasspath(path.toString());
        }
        if (paths.isEmpty()) {
            notices.accept("nothing was added to the class path");
        }
    }
}
