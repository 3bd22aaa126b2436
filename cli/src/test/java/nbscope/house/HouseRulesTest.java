package nbscope.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Limits that keep the house easy to walk through.
class HouseRulesTest {
    private static final int FILE_LINES = 400;
    private static final int FUNCTION_LINES = 60;
    private static final int HOT_LOOP_LINES = 150;
    private static final String[] CODE = {".java", ".ts", ".js", ".mjs", ".cl", ".py", ".sh"};
    private static final Pattern VAGUE_NAME = Pattern.compile("(Utils?|Manager|Helpers?|Impl)\\.(java|ts)$");

    @Test
    void noFileIsLongerThan400Lines() {
        List<String> tooLong = Sources.withSuffix(CODE).stream()
                .filter(file -> !file.endsWith("make_demo_data.py"))
                .map(file -> name(file) + ": " + Sources.read(file).lines().count())
                .filter(entry -> Long.parseLong(entry.substring(entry.lastIndexOf(' ') + 1)) > FILE_LINES)
                .toList();
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noFunctionIsLongerThan60LinesAndNoHotLoopThan150() {
        List<String> tooLong = Sources.withSuffix(".java", ".ts", ".js", ".mjs").stream()
                .flatMap(file -> Functions.in(Sources.read(file)).stream()
                        .filter(f -> f.length() > (f.hot() ? HOT_LOOP_LINES : FUNCTION_LINES))
                        .map(f -> name(file) + ":" + f.line() + " has " + f.length() + " lines"))
                .toList();
        assertThat(tooLong).isEmpty();
    }

    @Test
    void theMeterSeesALongFunction() {
        String source = "class A {\n    void f(int a) {\n" + "        a++;\n".repeat(70) + "    }\n}\n";
        assertThat(Functions.in(source))
                .singleElement()
                .satisfies(f -> assertThat(f.length()).isEqualTo(72));
    }

    @Test
    void namesSayWhatAThingIs() {
        List<String> vague = Sources.withSuffix(".java", ".ts").stream()
                .map(HouseRulesTest::name)
                .filter(name -> VAGUE_NAME.matcher(name).find())
                .toList();
        assertThat(vague).isEmpty();
    }

    @Test
    void noPublicTypeHidesOneOfJavaLang() {
        List<String> hidden = Sources.withSuffix(".java").stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(HouseRulesTest::isInJavaLang)
                .toList();
        assertThat(hidden).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = Sources.withSuffix(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .map(Path::getParent)
                .distinct()
                .map(folder -> folder.resolve("package-info.java"))
                .filter(info -> !Files.exists(info) || !Sources.read(info).contains("@NullMarked"))
                .map(HouseRulesTest::name)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void everyModuleHasAReadme() {
        Stream.of(
                        "io",
                        "compute",
                        "compute-spark",
                        "widgets-js",
                        "widgets-java",
                        "kernel-ext",
                        "kernel",
                        "cli",
                        "notebooks",
                        "binder")
                .forEach(module -> assertThat(Sources.root().resolve(module).resolve("README.md"))
                        .isRegularFile());
    }

    private static boolean isInJavaLang(String simpleName) {
        try {
            Class.forName("java.lang." + simpleName);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String name(Path file) {
        return Sources.root().relativize(file).toString();
    }
}
