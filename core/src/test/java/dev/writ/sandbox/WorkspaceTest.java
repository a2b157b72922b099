package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
    @TempDir
    Path temp;

    @Test
    void aFolderOpensAsItsRealPath() throws IOException {
        Path real = Files.createDirectory(temp.resolve("real")).toRealPath();
        Path link = Files.createSymbolicLink(temp.resolve("link"), real);

        assertThat(Workspace.open(link).root()).isEqualTo(real);
        assertThat(Workspace.open(real.resolve("../real/.")).root()).isEqualTo(real);
    }

    @Test
    void aMissingFolderIsRefused() {
        assertUnusable(temp.resolve("missing"), "does not exist");
    }

    @Test
    void aFileIsRefused() throws IOException {
        assertUnusable(Files.createFile(temp.resolve("file")), "is not a folder");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefused() throws IOException {
        assertUnusable(Files.createSymbolicLink(temp.resolve("link"), temp.resolve("missing")), "cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr/..", "/proc", "/proc/self", "/sys", "/sys/kernel", "/dev"})
    void theMachineItselfIsRefused(String path) {
        assertUnusable(Path.of(path), "");
    }

    @Test
    void aRelativeRootCannotBeWrittenDown() {
        assertThatThrownBy(() -> new Workspace(Path.of("here"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertUnusable(Path path, String why) {
        assertThatThrownBy(() -> Workspace.open(path)).isInstanceOfSatisfying(WritException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(FailureCode.WORKSPACE_UNUSABLE);
            assertThat(e.failure().message()).contains(why);
        });
    }
}
