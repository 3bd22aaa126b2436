package nbscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows between the modules: io <- compute <- widgets <- kernel-ext <- kernel <- cli, and compute <-
/// compute-spark.
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("nbscope");
    }

    @Test
    void modulesFormOneChain() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("io")
                .definedBy("nbscope.io..")
                .layer("compute")
                .definedBy("nbscope.compute..")
                .layer("widgets")
                .definedBy("nbscope.widgets..")
                .layer("kernel-ext")
                .definedBy("nbscope.kernel", "nbscope.kernel.tables..", "nbscope.kernel.internal..")
                .layer("kernel")
                .definedBy("nbscope.kernel.own..")
                .layer("cli")
                .definedBy("nbscope.cli..")
                .whereLayer("compute")
                .mayOnlyBeAccessedByLayers("widgets", "kernel-ext", "kernel", "cli")
                .whereLayer("widgets")
                .mayOnlyBeAccessedByLayers("kernel-ext", "kernel", "cli")
                .whereLayer("kernel-ext")
                .mayOnlyBeAccessedByLayers("kernel", "cli")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    void ioReachesNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("nbscope.io..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("nbscope.compute..", "nbscope.widgets..", "nbscope.kernel..", "nbscope.cli..")
                .check(classes);
    }

    @Test
    void internalsStayInsideTheirModule() {
        for (String module : new String[] {"io", "compute", "widgets", "kernel.own"}) {
            ArchRule rule = noClasses()
                    .that()
                    .resideOutsideOfPackage("nbscope." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("nbscope." + module + ".internal..")
                    .allowEmptyShould(true);
            rule.check(classes);
        }
    }

    /// By the sources: compute-spark and Spark are on no class path but their own.
    @Test
    void sparkStandsAside() {
        Pattern ours = Pattern.compile("import (static )?nbscope\\.(io|compute)\\.internal\\.|"
                + "import (static )?nbscope\\.(?!io|compute|spark)");
        Pattern spark = Pattern.compile("\\b(nbscope\\.spark|org\\.apache\\.spark)\\b");
        List<String> wrong = new ArrayList<>();
        for (Path file : Sources.withSuffix("pom.xml", ".java")) {
            boolean aside = file.startsWith(Sources.root().resolve("compute-spark"));
            boolean root = file.equals(Sources.root().resolve("pom.xml"));
            boolean house = file.getFileName().toString().equals("ArchitectureTest.java");
            if (!root
                    && !house
                    && (aside ? ours : spark).matcher(Sources.read(file)).find()) {
                wrong.add(file.toString());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void foreignTypesStayOutOfPublicSignatures() {
        noClasses()
                .that()
                .resideInAnyPackage("nbscope.io", "nbscope.compute", "nbscope.widgets")
                .and()
                .arePublic()
                .should(new ExposeForeignTypes(
                        "org.jocl",
                        "io.jhdf",
                        "com.fasterxml.jackson",
                        "io.github.spencerpark",
                        "io.airlift",
                        "org.apache.spark",
                        "tech.tablesaw"))
                .check(classes);
    }

    @Test
    void joclIsUsedInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("nbscope.compute.internal.opencl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jocl..")
                .check(classes);
    }

    @Test
    void jhdfIsUsedInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("nbscope.io.internal.hdf5..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jhdf..")
                .check(classes);
    }

    @Test
    void baseKernelIsUsedInItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("nbscope.kernel.internal.basekernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.spencerpark..", "com.google.gson..")
                .check(classes);
    }
}
