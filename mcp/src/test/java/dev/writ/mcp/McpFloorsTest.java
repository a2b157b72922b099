package dev.writ.mcp;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.writ.mcp.engine.Engine;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The protocol engine knows nothing of Writ, and its packages are floors of one house. */
class McpFloorsTest {
    private static final String ROOT = "dev.writ.mcp";

    /** Ground floor first; those of one floor do not know each other. "" holds the words that all of them use. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("json"),
            Set.of("rpc"),
            Set.of(""),
            Set.of("server"),
            Set.of("engine"),
            Set.of("http", "stdio", "client"));

    /** What the product is made of, wherever it was compiled to. */
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .importUrl(Engine.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void itSeesNothingOfWrit() {
        assertThat(dependencies())
                .filteredOn(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith("dev.writ"))
                .filteredOn(dependency -> !isEngine(dependency.getTargetClass()))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @Test
    void everyPackageHasItsFloor() {
        assertThat(ENGINE).isNotEmpty();
        assertThat(ENGINE.stream().map(McpFloorsTest::floor).distinct())
                .as("floors; -1 stands for a package without one")
                .doesNotContain(-1);
    }

    @Test
    void noFloorUsesOneAboveItOrBesideIt() {
        assertThat(dependencies())
                .filteredOn(McpFloorsTest::goesUp)
                .extracting(Dependency::getDescription)
                .as("uses of a higher floor, or of a neighbour")
                .isEmpty();
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(ENGINE.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(location -> !location.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    private static List<Dependency> dependencies() {
        return ENGINE.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .toList();
    }

    private static boolean goesUp(Dependency dependency) {
        JavaClass from = dependency.getOriginClass();
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        boolean another = !from.getPackageName().equals(to.getPackageName());
        return isEngine(to) && another && floor(to) >= floor(from);
    }

    private static boolean isEngine(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static int floor(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "");
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(rest)) {
                return floor;
            }
        }
        return -1;
    }
}
