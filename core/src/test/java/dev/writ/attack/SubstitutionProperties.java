package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Allow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** JIT-4, JIT-8: of a grant for one file, whatever the path that is sent and however it is spelled, no other file is changed. */
class SubstitutionProperties {
    private static final String APPROVED = "notes/plan.md";

    private static TestingWrit writ;

    @BeforeContainer
    static void start() throws IOException {
        writ = SubstitutionAttackTest.prepared(Files.createTempDirectory("writ-substitution"));
    }

    @AfterContainer
    static void stop() throws IOException {
        Path folder = writ.root.getParent();
        writ.close();
        try (var all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 150)
    void noSpellingOfAPathChangesAnotherFile(@ForAll("spellings") String path, @ForAll("modes") String mode) {
        String task = writ.task(new Allow[0]);
        writ.grant(task, "file_edit", "{'write': ['notes/plan.md']}");
        writ.file(APPROVED, "plan");
        Map<String, String> before = others();
        writ.call(
                task,
                "file_edit.write_file",
                Json.object().put("path", path).put("content", "changed").put("mode", mode));
        assertThat(others()).isEqualTo(before);
    }

    private static Map<String, String> others() {
        Map<String, String> files = new TreeMap<>(writ.files());
        files.remove(APPROVED);
        return files;
    }

    @Provide
    Arbitrary<String> modes() {
        return Arbitraries.of("create", "overwrite", "append");
    }

    /** Paths near the approved one: its names and those beside it, in any order, with what may stand between and around. */
    @Provide
    Arbitrary<String> spellings() {
        Arbitrary<String> names = Arbitraries.of(
                "notes",
                "plan.md",
                "secret",
                "linked",
                "link.md",
                "..",
                ".",
                "",
                "NOTES",
                "plan.md.",
                "~",
                "**",
                "new.md",
                "n\u043Etes",
                "plan\u200B.md",
                "notes ",
                "%2e%2e",
                "...",
                "plan.md\u0000",
                "e\u0301",
                "\u00e9");
        Arbitrary<String> between = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just("/")),
                Tuple.of(1, Arbitraries.of("//", "\\", "%2F", "\u2215", "/./", "/../")));
        return Combinators.combine(
                        names.list().ofMinSize(1).ofMaxSize(5), between, Arbitraries.of("", "/", "./", "file:"))
                .as((parts, sign, start) -> start + String.join(sign, parts));
    }
}
