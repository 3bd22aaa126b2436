package nbscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows between the modules: io <- compute <- widgets <- kernel-ext <- kernel <- cli.
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
