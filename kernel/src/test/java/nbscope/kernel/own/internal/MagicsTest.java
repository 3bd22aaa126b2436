package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The % commands, with a Maven repository made here.
class MagicsTest {
    @TempDir
    static Path folder;

    private static KernelFixture fixture;
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        fixture = new KernelFixture();
        client = fixture.client;
        artifact("base", "Base", "");
        artifact(
                "top",
                "Top",
                "<dependencies><dependency><groupId>test.demo</groupId><artifactId>base</artifactId>"
                        + "<version>1.0</version></dependency></dependencies>");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /// One class with a method `name()`, as jar and POM in the repository.
    private static void artifact(String name, String type, String dependencies) throws IOException {
        Path home = Files.createDirectories(folder.resolve("my repo/test/demo/" + name + "/1.0"));
        Files.writeString(
                home.resolve(name + "-1.0.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>test.demo</groupId><artifactId>" + name
                        + "</artifactId><version>1.0</version>" + dependencies + "</project>");
        jar(home.resolve(name + "-1.0.jar"), type);
    }

    private static void jar(Path jar, String type) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("src-" + type));
        Path source = classes.resolve(type + ".java");
        Files.writeString(
                source,
                "package demo; public class " + type + " { public static String name() { return \"" + type + "\"; } }");
        int rc =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(rc).isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("demo/" + type + ".class"));
            Files.copy(classes.resolve("demo/" + type + ".class"), out);
            out.closeEntry();
        }
    }

    private static String repository() {
        return "%mavenRepo here " + folder.resolve("my repo").toUri() + "\n";
    }

    @Test
    void mavenBringsAJarAndItsDependenciesFromAFolder() throws IOException {
        TestClient.Run run =
                client.run(repository() + "%maven test.demo:top:1.0\n\ndemo.Top.name() + demo.Base.name()");
        assertThat(run.error()).isEqualTo(": ");
        assertThat(run.result()).isEqualTo("TopBase");
    }

    @Test
    void aMissingArtifactIsASentence() throws IOException {
        TestClient.Run run = client.run(repository() + "%maven test.demo:nothing:9");
        assertThat(run.error()).startsWith("ResolverError: could not ").contains("test.demo:nothing:9");
        assertThat(run.traceback()).hasSize(1);
        assertThat(run.traceback().getFirst()).doesNotContain("coursier").doesNotContain("\tat");
    }

    @Test
    void beingOfflineIsSaid() {
        var error = coursierapi.error.CoursierError.of(
                "Error downloading a:b:1\n  download error: Caught java.net.UnknownHostException (repo.example)");
        CellFailure failure = ResolverErrors.explain(List.of("a:b:1"), error, java.util.Map.of());
        assertThat(failure.value()).startsWith("could not get a:b:1: ").contains("offline");
    }

    @Test
    void malformedCoordinatesAreExplained() throws IOException {
        assertThat(client.run("%maven test.demo").error())
                .isEqualTo(
                        "UsageError: found test.demo, expected group:artifact:version, as in org.jline:jline:3.30.0");
        assertThat(client.run("%maven").error()).startsWith("UsageError: %maven needs something behind it");
    }

    @Test
    void jarsTakesPathsAndPatterns() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars with space"));
        Path plain = Files.createDirectories(folder.resolve("jars"));
        jar(jars.resolve("one.jar"), "One");
        jar(plain.resolve("two.jar"), "Two");
        assertThat(client.run("%jars " + plain + "/*.jar\ndemo.Two.name()").result())
                .isEqualTo("Two");
        assertThat(client.run("%jars " + folder + "/no*.jar").error()).startsWith("NoSuchFile: no file matches");
        assertThat(client.run("%jars " + folder + "/none.jar").error()).startsWith("NoSuchFile: no such file: ");
    }

    @Test
    void classpathTakesAFolderOfClasses() throws IOException {
        jar(folder.resolve("three.jar"), "Three");
        assertThat(client.run("%classpath " + folder.resolve("src-Three") + "\ndemo.Three.name()")
                        .result())
                .isEqualTo("Three");
    }

    @Test
    void loadRunsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("more.jshell"), "int fromFile = 12;\nfromFile * 2");
        assertThat(client.run("%load " + file).result()).isEqualTo("24");
        Path notebook = Files.writeString(
                folder.resolve("n.ipynb"),
                "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"x\"]},"
                        + "{\"cell_type\":\"code\",\"source\":[\"int nb = 3;\\n\",\"nb + 1\"]}]}");
        assertThat(client.run("%load " + notebook).result()).isEqualTo("4");
        assertThat(client.run("%load nowhere.java").error()).startsWith("NoSuchFile: no such file: ");
    }

    @Test
    void loadFromPomReadsTheCell() throws IOException {
        TestClient.Run run =
                client.run("%%loadFromPOM\n<properties><v>1.0</v></properties>\n<repository><id>r</id><url>"
                        + folder.resolve("my repo").toUri()
                        + "</url></repository>\n<dependency><groupId>test.demo</groupId>"
                        + "<artifactId>base</artifactId><version>${v}</version></dependency>");
        assertThat(run.error()).isEqualTo(": ");
        assertThat(client.run("demo.Base.name()").result()).isEqualTo("Base");
        assertThat(client.run("%%loadFromPOM\n<a><b></a>").error())
                .startsWith("PomError: the POM is no well-formed XML");
    }

    @Test
    void anUnknownMagicIsNamed() throws IOException {
        assertThat(client.run("%matplotlib inline").error())
                .startsWith("UnknownMagic: there is no magic %matplotlib here; known are %maven, ");
    }

    @Test
    void aPercentInsideJavaIsNoMagic() throws IOException {
        assertThat(client.run("int q = 17; String t = \"\"\"\n%maven in a text\n\"\"\";\nq\n % 5")
                        .result())
                .isEqualTo("2");
        assertThat(client.run("t").result()).isEqualTo("%maven in a text\n");
    }

    @Test
    void anErrorBelowAMagicNamesTheLineOfTheCell() throws IOException {
        assertThat(client.run("%mavenRepo x file:///tmp\n\nint bad = ;").error())
                .endsWith("(line 3)");
    }
}
