// Not below nbscope: ArchitectureTest reads every class there, and must see here what it sees in Maven.
package quick;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes and says what failed or was skipped. The sum goes into a file, because only a run that came to its
/// end writes it, and because what native code printed comes after the last line from here.
/// Exit codes: 0 all passed, 1 something failed, 3 a test was skipped or there was none.
public final class RunTests implements TestExecutionListener {
    private static final List<String> MACHINERY =
            List.of("org.junit.", "jdk.internal.reflect.", "java.lang.reflect.", "java.lang.invoke.");
    private static final int FRAMES = 25;

    private TestPlan plan;
    private int passed;
    private int failed;
    private int skipped;

    /// Arguments: the file for the sum, then full names of classes, nested ones with `$`.
    public static void main(String[] arguments) throws IOException {
        List<String> names = List.of(arguments).subList(1, arguments.length);
        List<? extends DiscoverySelector> classes =
                names.stream().map(name -> selectClass(name)).toList();
        // As in the POM.
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes)
                .filters(TagFilter.excludeTags("slow"))
                .build();
        RunTests listener = new RunTests();
        LauncherFactory.create().execute(request, listener);
        // Not a return: a test may leave a thread behind.
        System.exit(listener.sum(Path.of(arguments[0]), String.join(", ", names)));
    }

    private int sum(Path file, String names) throws IOException {
        if (passed + failed + skipped == 0) {
            System.out.println("nothing ran: " + names + " holds no test, or only tests tagged slow");
        }
        Files.writeString(file, passed + " passed, " + failed + " failed, " + skipped + " skipped\n");
        if (failed > 0) {
            return 1;
        }
        return passed == 0 || skipped > 0 ? 3 : 0;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skip(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> skip(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
            case FAILED -> {
                failed++;
                System.out.println("  failed: " + name(test));
                result.getThrowable().ifPresent(problem -> print(problem, ""));
            }
        }
    }

    /// A skipped class counts with all its tests.
    private void skip(TestIdentifier test, String reason) {
        long inside = plan.getDescendants(test).stream().filter(TestIdentifier::isTest).count();
        skipped += test.isTest() ? 1 : (int) Math.max(1, inside);
        System.out.println("  skipped: " + name(test) + (reason == null || reason.isEmpty() ? "" : ": " + reason));
    }

    private String name(TestIdentifier test) {
        String shown = test.getDisplayName();
        String method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(shown);
        String parent = plan.getParent(test)
                .filter(above -> above.getParentIdObject().isPresent())
                .map(this::container)
                .orElse("");
        return parent + method + (shown.startsWith(method) ? "" : " " + shown);
    }

    private String container(TestIdentifier test) {
        if (test.getSource().filter(MethodSource.class::isInstance).isPresent()) {
            return plan.getParent(test).map(this::container).orElse("");
        }
        return test.getDisplayName() + ".";
    }

    private static void print(Throwable problem, String prefix) {
        System.out.println(indented(prefix + problem));
        Arrays.stream(problem.getStackTrace())
                .filter(frame -> MACHINERY.stream().noneMatch(frame.getClassName()::startsWith))
                .limit(FRAMES)
                .forEach(frame -> System.out.println("        at " + frame));
        for (Throwable also : problem.getSuppressed()) {
            print(also, "also: ");
        }
        if (problem.getCause() != null && problem.getCause() != problem) {
            print(problem.getCause(), "caused by: ");
        }
    }

    private static String indented(String text) {
        return "    " + text.strip().replace("\n", "\n    ");
    }
}
