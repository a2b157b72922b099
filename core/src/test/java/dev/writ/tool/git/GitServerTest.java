package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.tool.ArgumentValidator;
import dev.writ.tool.Availability;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GitServerTest {
    private final GitServer server =
            new GitServer(GitSettings.defaults(), variable -> Optional.empty(), InstantSource.system());

    @Test
    void itIsOneElevatedToolForTwoDays() {
        assertThat(server.name()).isEqualTo("github");
        assertThat(server.availability()).isInstanceOf(Availability.Ready.class);
        assertThat(server.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("github");
            assertThat(tool.level()).isEqualTo(SecurityLevel.ELEVATED);
            assertThat(tool.defaultDuration()).isEqualTo(Duration.ofDays(2));
        });
    }

    @Test
    void itHasTheOperationsOfTheDesign() {
        assertThat(server.operations())
                .extracting(operation ->
                        operation.spec().name() + " " + operation.spec().effect())
                .containsExactly(
                        "status PURE",
                        "diff PURE",
                        "log PURE",
                        "show PURE",
                        "list_branches PURE",
                        "create_branch IDEMPOTENT",
                        "switch_branch IDEMPOTENT",
                        "stage IDEMPOTENT",
                        "unstage IDEMPOTENT",
                        "commit UNSAFE",
                        "verify_commit PURE",
                        "fetch IDEMPOTENT",
                        "pull UNSAFE",
                        "push UNSAFE",
                        "create_pull_request UNSAFE",
                        "list_pull_requests PURE");
    }

    @Test
    void everyArgumentIsDescribedAndOthersAreRefused() {
        for (Operation operation : server.operations()) {
            var input = operation.spec().inputSchema();
            assertThat(input.path("additionalProperties").asBoolean()).isFalse();
            assertThat(input.path("properties").valueStream())
                    .as(operation.spec().name())
                    .isNotEmpty()
                    .allMatch(property ->
                            !property.path("description").asString("").isBlank());
            ArgumentValidator.compile(input);
            ArgumentValidator.compile(operation.spec().outputSchema());
            assertThat(operation.spec().effect()).isInstanceOf(Effect.class);
        }
    }

    @Test
    void protectedBranchesAreMatchedWithoutCase() {
        GitSettings settings = GitSettings.defaults();

        assertThat(settings.protects("main")).isTrue();
        assertThat(settings.protects("MASTER")).isTrue();
        assertThat(settings.protects("Release/2026/03")).isTrue();
        assertThat(settings.protects("mainly")).isFalse();
        assertThat(settings.protects("fix/main")).isFalse();
    }
}
