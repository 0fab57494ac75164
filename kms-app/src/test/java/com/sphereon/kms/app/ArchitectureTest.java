package com.sphereon.kms.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module rules of docs/adr/0001, over everything that ships. */
@AnalyzeClasses(
        packages = "com.sphereon.kms",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutFakes.class})
class ArchitectureTest {

    /** The test classes of other modules that are in jars. */
    static final class WithoutFakes implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String CORE = "com.sphereon.kms.core..";
    private static final String WIRE = "com.sphereon.kms.wire..";
    private static final String HTTP = "com.sphereon.kms.http..";
    private static final String APP = "com.sphereon.kms.app..";
    private static final String PROVIDERS = "com.sphereon.kms.provider..";
    private static final String REMOTE = "com.sphereon.kms.provider.remote..";
    private static final String PERSISTENCE = "com.sphereon.kms.persistence..";
    private static final String TESTKIT = "com.sphereon.kms.testkit..";

    @ArchTest
    static final ArchRule coreNeedsTheJdkOnly = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE, "java..", "javax.crypto..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule coreWordsKnowNoPorts = noClasses()
            .that()
            .resideInAPackage("com.sphereon.kms.core.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sphereon.kms.core.spi..", "com.sphereon.kms.core.service..");

    @ArchTest
    static final ArchRule corePortsKnowNoUseCases = noClasses()
            .that()
            .resideInAPackage("com.sphereon.kms.core.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sphereon.kms.core.service..");

    @ArchTest
    static final ArchRule wireKnowsTheCoreOnly = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.sphereon.kms..").and(resideOutsideOfPackages(CORE, WIRE)));

    @ArchTest
    static final ArchRule providersKnowNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(PROVIDERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PERSISTENCE, HTTP, APP, TESTKIT);

    /** But for what the remote ones share, which knows none of them. */
    @ArchTest
    static final ArchRule providersKnowNoOtherProvider = slices().matching("com.sphereon.kms.provider.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(REMOTE));

    @ArchTest
    static final ArchRule onlyProvidersKnowWhatRemoteOnesShare = noClasses()
            .that()
            .resideOutsideOfPackage(PROVIDERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(REMOTE);

    @ArchTest
    static final ArchRule storesKnowNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(PERSISTENCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROVIDERS, WIRE, HTTP, APP, TESTKIT);

    @ArchTest
    static final ArchRule httpKnowsCoreAndWire = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROVIDERS, PERSISTENCE, APP, TESTKIT);

    @ArchTest
    static final ArchRule appFindsAdaptersAtRunTime = noClasses()
            .that()
            .resideInAPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROVIDERS, PERSISTENCE, TESTKIT);

    @ArchTest
    static final ArchRule providersShowTheirServicesOnly = classes()
            .that()
            .resideInAPackage(PROVIDERS)
            .and(resideOutsideOfPackages(REMOTE))
            .and()
            .arePublic()
            .and(JavaClass.Predicates.TOP_LEVEL_CLASSES)
            .should()
            .haveNameMatching(".*\\.\\w+(KeyProviderFactory|SignatureVerifier)");

    @ArchTest
    static final ArchRule dialectsShowTheirFactoryOnly = classes()
            .that()
            .resideInAPackage(PERSISTENCE)
            .and(resideOutsideOfPackages("com.sphereon.kms.persistence.jdbi.."))
            .and()
            .arePublic()
            .and(JavaClass.Predicates.TOP_LEVEL_CLASSES)
            .should()
            .haveNameMatching(".*\\.\\w+PersistenceFactory");

    @ArchTest
    static final ArchRule httpShowsTheServerOnly = classes()
            .that()
            .resideInAPackage(HTTP)
            .and()
            .arePublic()
            .and(JavaClass.Predicates.TOP_LEVEL_CLASSES)
            .should()
            .haveNameMatching(".*\\.(KmsHttp|HttpSettings|BuildInfo|Metrics|token\\.\\w+)");

    /** Java makes public what the server takes from its own package of tokens; nobody else may use more than settings. */
    @ArchTest
    static final ArchRule tokensShowTheirSettingsOnly = noClasses()
            .that()
            .resideOutsideOfPackage(HTTP)
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.sphereon.kms.http.token..")
                    .and(DescribedPredicate.not(
                            HasName.Predicates.nameMatching(".*\\.(\\w+Settings|TokenAlgorithm|Role)"))));

    @ArchTest
    static final ArchRule tokensKnowNoServer = noClasses()
            .that()
            .resideInAPackage("com.sphereon.kms.http.token..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sphereon.kms.http", "io.javalin..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("com.sphereon.kms.(**)").should().beFreeOfCycles();
}
