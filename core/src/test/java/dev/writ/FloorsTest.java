package dev.writ;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The packages of core are floors of one house: each stands on those below it and knows nothing of those above. */
class FloorsTest {

    private static final String ROOT = "dev.writ";

    /** Ground floor first. Sub-packages belong to the floor of their parent; "" is the root package itself. */
    private static final List<String> FLOORS = List.of(
            "",
            "store",
            "event",
            "account",
            "entity",
            "label",
            "task",
            "permission",
            "sandbox",
            "tool",
            "model",
            "agent",
            "prediction",
            "process",
            "runtime",
            "outside",
            "insight",
            "improvement",
            "recovery");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/writ/mcp/"))
            .importPackages(ROOT);

    @Test
    void everyPackageHasItsFloor() {
        assertThat(CORE.stream().map(FloorsTest::floorName).distinct())
                .as("packages of core; a new one gets its place in the list of floors")
                .isSubsetOf(FLOORS);
    }

    @Test
    void noFloorUsesOneAboveIt() {
        assertThat(CORE.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(FloorsTest::goesUp)
                        .map(Dependency::getDescription))
                .as("uses of a higher floor")
                .isEmpty();
    }

    @Test
    void onlyTheRoomOfThirdPartyServersSpeaksTheirProtocol() {
        assertThat(CORE.stream()
                        .filter(type -> !type.getPackageName().startsWith(ROOT + ".tool.thirdparty"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT + ".mcp"))
                        .map(Dependency::getDescription))
                .as("uses of the protocol engine")
                .isEmpty();
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CORE.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(location -> !location.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .as("packages whose package-info lacks @NullMarked")
                .isEmpty();
    }

    private static boolean goesUp(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return isCore(target) && floor(target) > floor(dependency.getOriginClass());
    }

    private static boolean isCore(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static int floor(JavaClass type) {
        return FLOORS.indexOf(floorName(type));
    }

    /** The part of the package name that follows the root: {@code tool} for {@code dev.writ.tool.terminal}. */
    private static String floorName(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int end = rest.indexOf('.', 1);
        return rest.isEmpty() ? "" : rest.substring(1, end < 0 ? rest.length() : end);
    }
}
