package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WorkspacePathProperties {
    private static final Workspace WORKSPACE = new Workspace(Path.of("/w/s"));

    @Property
    void whateverIsParsedStaysBelowTheRoot(@ForAll("trickyPaths") String text) {
        parse(text).ifPresent(path -> {
            Path resolved = WORKSPACE.root().resolve(path.relative()).normalize();
            assertThat(resolved.startsWith(WORKSPACE.root())).isTrue();
            assertThat(resolved)
                    .isEqualTo(
                            path.isRoot() ? WORKSPACE.root() : WORKSPACE.root().resolve(path.relative()));
        });
    }

    @Property
    void parsingAgreesWithTheLibraryWhereItAccepts(@ForAll("plainPaths") String text) {
        Path expected = WORKSPACE.root().resolve(text).normalize();
        Optional<WorkspacePath> parsed = parse(text);
        if (parsed.isPresent()) {
            assertThat(WORKSPACE.root().resolve(parsed.get().relative()).normalize())
                    .isEqualTo(expected);
        } else {
            assertThat(text)
                    .as("only what leaves the root on its way is refused")
                    .matches(this::leaves);
        }
    }

    @Property
    void aParsedPathParsesToItself(@ForAll("trickyPaths") String text) {
        parse(text).ifPresent(path -> {
            assertThat(parse("./" + path.relative())).contains(path);
            assertThat(parse(WORKSPACE.root() + "/" + path.relative())).contains(path);
        });
    }

    @Property
    void anyTextAtAllGivesAPathOrAClearRefusal(@ForAll String text) {
        try {
            WorkspacePath path = WorkspacePath.parse(WORKSPACE, text);
            assertThat(path.names()).allMatch(name -> FileName.objection(name).isEmpty());
        } catch (WritException e) {
            assertThat(e.failure().code()).isIn(FailureCode.INVALID_ARGUMENTS, FailureCode.OUTSIDE_WORKSPACE);
        }
    }

    @Property
    void everyNameOfTheKernelSurvivesBeingText(@ForAll byte[] bytes) {
        assertThat(FileName.encode(FileName.decode(bytes))).isEqualTo(bytes);
    }

    @Property
    void shownNamesHoldNothingHarmful(@ForAll byte[] bytes) {
        String shown = FileName.shown(FileName.decode(bytes));
        assertThat(shown.codePoints()).noneMatch(Character::isISOControl);
        assertThat(shown.codePoints()).noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    private boolean leaves(String text) {
        int depth = text.startsWith("/") ? -WORKSPACE.root().getNameCount() : 0;
        int lowest = 0;
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            lowest = Math.min(lowest, depth);
        }
        return lowest < 0;
    }

    private static Optional<WorkspacePath> parse(String text) {
        try {
            return Optional.of(WorkspacePath.parse(WORKSPACE, text));
        } catch (WritException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> trickyPaths() {
        List<String> parts = Arrays.asList(
                "..", ".", "", "a", "b", "w", "s", "s-evil", "...", "~", "%2e%2e", "..\\", "\\", "\u0000", "\u202E",
                " ", "C:", "file:", ".git");
        return Arbitraries.of(parts).list().ofMaxSize(8).map(names -> String.join("/", names));
    }

    @Provide
    Arbitrary<String> plainPaths() {
        return Arbitraries.of("..", ".", "", "a", "b", "c").list().ofMaxSize(10).map(names -> {
            String text = String.join("/", names);
            return text.startsWith("/") ? text.substring(1).replaceFirst("^/+", "") : text;
        });
    }
}
