package io.zhiyin.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine may not do. Every rule is also run against planted violations, which it must reject. */
class EngineArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.zhiyin.engine");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("io.zhiyin.planted");

    /** The one exception, docs/decisions/0014: the system loads a library from a file only. */
    private static final String UNPACKS_A_LIBRARY = "io.zhiyin.engine.math.UnpackedLibrary";

    private static final ArchRule NO_INPUT_OUTPUT_OR_LOGGING = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(UNPACKS_A_LIBRARY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.net..",
                    "java.sql..",
                    "java.time..",
                    "java.util.logging..",
                    "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.System$Logger")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the engine turns numbers into values; whoever calls it reads, writes and logs");

    private static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("a result must not depend on when it was computed");

    private static final ArchRule NO_UNSEEDED_RANDOMNESS = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.security..")
            .because("randomness comes from a Seed");

    private static final ArchRule NO_EMPTY_NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
            .because("a class is named for what it is");

    private static final ArchRule OPTIONAL_IS_ONLY_RETURNED =
            methods().that().arePublic().should(takeNoOptional()).because("an absent argument is another method");

    private static ArchRule noCyclesUnder(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchCondition<JavaMethod> takeNoOptional() {
        List<Class<?>> kinds = List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);
        return new ArchCondition<>("take no Optional") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean takes = method.getRawParameterTypes().stream()
                        .anyMatch(type -> kinds.stream().anyMatch(type::isEquivalentTo));
                events.add(new SimpleConditionEvent(method, !takes, method.getFullName() + " takes an Optional"));
            }
        };
    }

    @Test
    void theEngineKeepsEveryRule() {
        assertThat(ENGINE.size()).isGreaterThan(20);
        NO_INPUT_OUTPUT_OR_LOGGING.check(ENGINE);
        NO_CLOCK.check(ENGINE);
        NO_UNSEEDED_RANDOMNESS.check(ENGINE);
        NO_EMPTY_NAMES.check(ENGINE);
        OPTIONAL_IS_ONLY_RETURNED.check(ENGINE);
        noCyclesUnder("io.zhiyin.engine").check(ENGINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ReadsAFile", "OpensAPath", "OpensASocket", "OpensADatabase", "KnowsTheDate", "Logs", "Prints"})
    void inputOutputAndLoggingAreRejected(String name) {
        assertRejects(NO_INPUT_OUTPUT_OR_LOGGING, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AsksTheClock", "AsksTheStopwatch"})
    void clocksAreRejected(String name) {
        assertRejects(NO_CLOCK, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrowsDice", "ThrowsItsOwnDice", "ThrowsTheThreadsDice", "DrawsAnId"})
    void unseededRandomnessIsRejected(String name) {
        assertRejects(NO_UNSEEDED_RANDOMNESS, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NameUtils", "NameHelper", "NameManager", "NameImpl"})
    void emptyNamesAreRejected(String name) {
        assertRejects(NO_EMPTY_NAMES, name);
    }

    @Test
    void anOptionalParameterIsRejected() {
        assertRejects(OPTIONAL_IS_ONLY_RETURNED, "TakesAnOptional");
    }

    @Test
    void aCycleOfPackagesIsRejected() {
        assertThat(noCyclesUnder("io.zhiyin.planted").evaluate(PLANTED).hasViolation())
                .isTrue();
    }

    private static void assertRejects(ArchRule rule, String name) {
        JavaClasses one = PLANTED.that(DescribedPredicate.describe(
                name, type -> type.getFullName().startsWith("io.zhiyin.planted.Planted$" + name)));
        assertThat(one).as("planted class " + name).isNotEmpty();
        assertThat(rule.evaluate(one).hasViolation()).as(rule.getDescription()).isTrue();
    }
}
