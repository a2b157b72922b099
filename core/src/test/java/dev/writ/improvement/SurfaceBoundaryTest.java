package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proposes changes cannot reach what judges and limits them: not the gate, not budgets, ceilings or the audit. */
class SurfaceBoundaryTest {
    private static final List<String> PROPOSERS =
            List.of("dev.writ.improvement.catalogue", "dev.writ.improvement.pattern", "dev.writ.improvement.request");

    /** All that proposers may know of the room of trials; whatever judges or decides there is none of theirs. */
    private static final Set<String> KNOWN_OF_TRIALS = Set.of("Proposal", "Rules", "Source");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/jt/test/"))
            .importPackages("dev.writ");

    @Test
    void proposersKnowNeitherTheGateNorTheMetric() {
        assertThat(uses(target -> target.getPackageName().equals("dev.writ.improvement")
                        && !KNOWN_OF_TRIALS.contains(target.getSimpleName())
                        && !target.getSimpleName().equals("package-info")))
                .isEmpty();
        assertThat(uses(target -> target.getPackageName().startsWith("dev.writ.improvement.")
                        && PROPOSERS.stream().noneMatch(target.getPackageName()::startsWith)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.writ.permission.Ceiling",
                "dev.writ.permission.ApprovalPolicy",
                "dev.writ.permission.Approvals",
                "dev.writ.permission.StandingRule",
                "dev.writ.permission.TwoPeople",
                "dev.writ.permission.BasePermissions",
                "dev.writ.permission.DatabasePermissionManager",
                "dev.writ.task.Budget",
                "dev.writ.task.TreeBudget",
                "dev.writ.process.Evaluation",
                "dev.writ.process.Evidence",
                "dev.writ.insight.compliance",
                "dev.writ.event.AuditTree",
                "dev.writ.tool.GatewaySettings",
            })
    void proposersCannotReachWhatIsOffLimits(String prefix) {
        assertThat(uses(target -> target.getName().startsWith(prefix))).isEmpty();
    }

    /** The catalogue only reads: it writes no event, no definition and no transaction. */
    @Test
    void theCatalogueWritesNothing() {
        assertThat(CORE.stream()
                        .filter(type -> type.getPackageName().equals(PROPOSERS.getFirst()))
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call ->
                                Set.of("write", "writeOnly", "append", "update", "draft", "rollback", "setStatus")
                                                .contains(call.getName())
                                        && call.getTargetOwner()
                                                .getPackageName()
                                                .matches("dev\\.writ\\.(store|event|entity)"))
                        .map(Object::toString))
                .isEmpty();
        assertThat(CORE.stream().filter(type -> type.getPackageName().equals(PROPOSERS.getFirst())))
                .isNotEmpty();
    }

    private static List<String> uses(java.util.function.Predicate<JavaClass> target) {
        return CORE.stream()
                .filter(type -> PROPOSERS.contains(type.getPackageName()))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> target.test(use.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription)
                .toList();
    }
}
