package io.zhiyin.app;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may call whom, which class is a slice's door, which names nobody uses. */
class ArchitectureTest {
    private static final String ROOT = "io.zhiyin.app";

    /** Every slice and the slices it may call; calls go down, news goes up. The composition root calls all. */
    static final Map<String, Set<String>> MAY_CALL = Map.of(
            "platform", Set.of(),
            "catalogue", Set.of("platform"),
            "privacy", Set.of("platform"),
            "ingest", Set.of("platform", "catalogue", "privacy"),
            "recommend", Set.of("platform", "catalogue", "privacy", "ingest"),
            "gorse", Set.of("platform", "catalogue", "privacy", "ingest", "recommend"),
            "overview", Set.of("platform", "catalogue", "privacy", "ingest", "recommend"),
            "lab", Set.of("platform"));

    /** The one class of each slice that others see, besides records and enums. */
    static final Set<String> DOORS = Set.of(
            "catalogue.Catalogue",
            "privacy.Privacy",
            "ingest.Events",
            "recommend.Recommendations",
            "gorse.Gorse",
            "overview.Overview",
            "lab.Lab");

    private static final Set<String> CONNECTIONS = Set.of(
            "java.net.http.HttpClient",
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.net.DatagramSocket",
            "java.net.URLConnection",
            "java.net.HttpURLConnection",
            "java.nio.channels.SocketChannel",
            "java.nio.channels.AsynchronousSocketChannel");

    /** A command's way to its server; whether a server answers; whether an address can be listened on; the demo's look. */
    private static final Set<String> MAY_CONNECT =
            Set.of("platform.Client", "platform.Home", "platform.Http", "overview.Dashboard");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("io.zhiyin.planted");

    @Test
    void slicesCallOnlyWhomTheyMay() {
        callsGoDown(ROOT).forEach(rule -> rule.check(HOUSE));
        assertRejected(callsGoDown("io.zhiyin.planted"));
    }

    @Test
    void everySliceIsInTheTable() {
        List<String> slices = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(p -> p.startsWith(ROOT + "."))
                .map(p -> p.substring(ROOT.length() + 1))
                .distinct()
                .toList();
        assertThat(MAY_CALL.keySet()).containsAll(slices);
    }

    @Test
    void noSlicesGoRoundInCircles() {
        noCycles(ROOT).check(HOUSE);
        assertRejected(List.of(noCycles("io.zhiyin.planted")));
    }

    @Test
    void aSlicesDoorIsItsOnlyPublicClassBesidesRecordsAndEnums() {
        doors(ROOT).check(HOUSE);
        assertRejected(List.of(doors("io.zhiyin.planted")));
    }

    @Test
    void nobodyIsCalledUtilsHelperManagerOrImpl() {
        names().check(HOUSE);
        assertRejected(List.of(names()));
    }

    @Test
    void publicMethodsNeverTakeOptional() {
        noOptionalParameters().check(HOUSE);
        assertRejected(List.of(noOptionalParameters()));
    }

    @Test
    void nothingIsDeserialisedByJavasOwnMeans() {
        noJavaSerialisation().check(HOUSE);
        assertRejected(List.of(noJavaSerialisation()));
    }

    @Test
    void onlyNamedClassesOpenConnections() {
        connections().check(HOUSE);
        assertRejected(List.of(connections()));
    }

    /** Nothing that a caller sends makes the server ask an address: there is no code that could. */
    private static ArchRule connections() {
        DescribedPredicate<JavaClass> opensConnections =
                DescribedPredicate.describe("a way to open connections", c -> CONNECTIONS.contains(c.getName()));
        DescribedPredicate<JavaClass> isNamed = DescribedPredicate.describe(
                "one of " + MAY_CONNECT,
                c -> c.getName().startsWith(ROOT + ".")
                        && MAY_CONNECT.contains(
                                c.getName().substring(ROOT.length() + 1).replaceAll("\\$.*", "")));
        return noClasses().that(DescribedPredicate.not(isNamed)).should().dependOnClassesThat(opensConnections);
    }

    private static List<ArchRule> callsGoDown(String root) {
        return new TreeMap<>(MAY_CALL)
                .entrySet().stream()
                        .<ArchRule>map(entry -> {
                            String[] forbidden = MAY_CALL.keySet().stream()
                                    .filter(other -> !other.equals(entry.getKey())
                                            && !entry.getValue().contains(other))
                                    .map(other -> root + "." + other)
                                    .sorted()
                                    .toArray(String[]::new);
                            return noClasses()
                                    .that()
                                    .resideInAPackage(root + "." + entry.getKey())
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(forbidden)
                                    .allowEmptyShould(true);
                        })
                        .toList();
    }

    private static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule doors(String root) {
        DescribedPredicate<JavaClass> isDoorOrValue = DescribedPredicate.describe(
                "a door, a record or an enum", c -> c.isRecord() || c.isEnum() || isDoor(root, c));
        return classes()
                .that()
                .resideInAPackage(root + ".(*)..")
                .and()
                .resideOutsideOfPackage(root + ".platform")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .arePublic()
                .should(be(isDoorOrValue))
                .allowEmptyShould(true);
    }

    private static boolean isDoor(String root, JavaClass c) {
        return c.getName().startsWith(root + ".") && DOORS.contains(c.getName().substring(root.length() + 1));
    }

    private static ArchCondition<JavaClass> be(DescribedPredicate<JavaClass> wanted) {
        return new ArchCondition<>("be " + wanted.getDescription()) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                events.add(new SimpleConditionEvent(item, wanted.test(item), item.getName() + " is public"));
            }
        };
    }

    private static ArchRule names() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl");
    }

    private static ArchRule noOptionalParameters() {
        return methods().that().arePublic().should(new ArchCondition<JavaMethod>("take no Optional") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean takesOne =
                        method.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Optional.class))
                                && method.getOwner().getModifiers().contains(PUBLIC)
                                && !method.getOwner().isRecord();
                events.add(new SimpleConditionEvent(method, !takesOne, method.getFullName() + " takes an Optional"));
            }
        });
    }

    private static ArchRule noJavaSerialisation() {
        return noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");
    }

    /** A rule that has never been seen to fail proves nothing: each is run on code that breaks it. */
    private static void assertRejected(List<ArchRule> rules) {
        assertThatThrownBy(() -> rules.forEach(rule -> rule.check(PLANTED))).isInstanceOf(AssertionError.class);
    }
}
