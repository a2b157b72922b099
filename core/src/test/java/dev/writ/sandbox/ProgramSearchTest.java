package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bare name means a program that nobody who works in the workspace could have put there: family SH. */
class ProgramSearchTest {
    @TempDir
    Path temp;

    private Path bin;
    private Path opt;
    private Workspace workspace;
    private ProgramSearch search;

    @BeforeEach
    void make() throws IOException {
        Path home = temp.toRealPath();
        bin = Files.createDirectory(home.resolve("bin"));
        opt = Files.createDirectory(home.resolve("opt"));
        workspace = Workspace.open(Files.createDirectory(home.resolve("work")));
        search = new ProgramSearch(List.of(bin), List.of(home.resolve("scratch")));
    }

    private static Path program(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }

    private Path find(String name) {
        return search.program(ProgramSearch.Reach.of(workspace), workspace.root(), name);
    }

    private void isRefused(String name) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> find(name))
                .satisfies(e -> assertThat(e.failure().message()).contains("which commands may have written"));
    }

    @Test
    void aProgramOfTheSystemIsRunByItsPlaceThere() throws IOException {
        Path tool = program(bin.resolve("tool"));
        assertThat(find("tool")).isEqualTo(tool);
        assertThat(find(tool.toString())).isEqualTo(tool);
    }

    @Test
    void aLinkToAnotherPlaceOfTheSystemIsFollowed() throws IOException {
        program(opt.resolve("tool-1.2/bin/tool"));
        Files.createSymbolicLink(opt.resolve("current"), Path.of("tool-1.2"));
        Files.createSymbolicLink(bin.resolve("tool"), Path.of("../opt/current/bin/tool"));
        assertThat(find("tool")).isEqualTo(bin.resolve("tool"));
    }

    @Test
    void aLinkIntoTheWorkspaceIsRefused() throws IOException {
        Path planted = program(workspace.root().resolve("tool"));
        Files.createSymbolicLink(bin.resolve("tool"), planted);
        isRefused("tool");
        isRefused(bin.resolve("tool").toString());
        assertThat(find("./tool")).isEqualTo(planted);
    }

    @Test
    void aLinkThatOnlyComesByTheWorkspaceIsRefused() throws IOException {
        Path real = program(opt.resolve("tool"));
        Files.createSymbolicLink(workspace.root().resolve("tool"), real);
        Files.createSymbolicLink(bin.resolve("tool"), workspace.root().resolve("tool"));
        isRefused("tool");
    }

    @Test
    void aFolderOnTheWayThatLeadsThroughTheWorkspaceIsRefused() throws IOException {
        program(opt.resolve("lib/tool"));
        Files.createSymbolicLink(workspace.root().resolve("lib"), opt.resolve("lib"));
        Files.createSymbolicLink(bin.resolve("tool"), workspace.root().resolve("lib/../lib/tool"));
        isRefused("tool");
    }

    @Test
    void aLinkIntoAnotherFolderThatCommandsWriteToIsRefused() throws IOException {
        Path planted = program(temp.toRealPath().resolve("scratch/tool"));
        Files.createSymbolicLink(bin.resolve("tool"), planted);
        isRefused("tool");
    }

    @Test
    void programsOfAFolderInsideTheWorkspaceAreNotOfTheSystem() throws IOException {
        program(workspace.root().resolve("bin/tool"));
        search = new ProgramSearch(List.of(workspace.root().resolve("bin"), bin), List.of());
        isRefused("tool");
    }

    @Test
    void linksThatGoInCirclesOrNowhereAreNoProgram() throws IOException {
        Files.createSymbolicLink(bin.resolve("round"), bin.resolve("round"));
        Files.createSymbolicLink(bin.resolve("gone"), opt.resolve("gone"));
        for (String name : List.of("round", "gone")) {
            assertThatExceptionOfType(WritException.class)
                    .isThrownBy(() -> find(name))
                    .satisfies(e -> assertThat(e.failure().message()).startsWith("There is no program"));
        }
    }
}
