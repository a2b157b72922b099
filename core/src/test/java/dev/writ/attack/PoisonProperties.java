package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static dev.writ.attack.TestingWrit.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.JsonNode;

/** POISON-1, POISON-4, JIT-16: hidden characters and secrets, generated and put anywhere. */
class PoisonProperties {
    private static final String TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ456789";

    private static TestingWrit writ;

    @BeforeContainer
    static void start() throws IOException {
        writ = new TestingWrit(Files.createTempDirectory("writ-poison"));
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

    @Property(tries = 60)
    void noDefinitionWithAHiddenCharacterAnywhereIsRegistered(
            @ForAll("hidden") int hidden, @ForAll @IntRange(max = 3) int part, @ForAll @IntRange(max = 20) int at) {
        String[] texts = {
            "A tool that publishes.", "Pushes one branch away.", "branch_to_be_pushed__", "the name of the branch"
        };
        texts[part] = new StringBuilder(texts[part])
                .insert(at, Character.toString(hidden))
                .toString();
        var schema = json("{'type': 'object'}");
        schema.putObject("properties").putObject(texts[2]).put("type", "string").put("description", texts[3]);
        ScriptedServer server = ScriptedServer.ofThirdParty("forge")
                .tool("github", texts[0])
                .operation(
                        new OperationSpec("github", "push", texts[1], schema, Json.object(), Effect.UNSAFE),
                        arguments -> List.of(),
                        call -> ScriptedServer.says(""));
        assertThat(codeOf(() -> new ToolRegistry(List.of(server), writ.database, writ.events, writ.clock)))
                .isEqualTo("invalid_arguments");
    }

    @Property(tries = 100)
    void noNameOfACallPutsAHiddenCharacterOnRecord(
            @ForAll("hidden") int hidden, @ForAll String before, @ForAll String after) {
        String task = writ.task();
        writ.call(task, before + Character.toString(hidden) + after, Json.object());
        ToolUsage row = writ.records.ofTask(task, 2).getFirst();
        assertThat(row.operation() + row.failure().orElseThrow().message()).doesNotContain(Character.toString(hidden));
        assertThat(row.operation().lines().count()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 100)
    void noTokenInWhateverArgumentsIsOnRecord(@ForAll("arguments") JsonNode value) {
        String task = writ.task();
        writ.grant(task, "terminal", "{'commands': [['**']]}");
        var arguments = json("{'argv': ['ls']}");
        arguments.putObject("environment").set("x", value);
        writ.call(task, "terminal.execute_command", arguments);
        assertThat(writ.records.ofTask(task, 2).getFirst().toString()).doesNotContain(TOKEN);
    }

    @Provide
    Arbitrary<Integer> hidden() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0xE0020, 0xE007F),
                Arbitraries.integers().between(0xE0100, 0xE01EF),
                Arbitraries.integers().between(0x80, 0x9F),
                Arbitraries.of(0, 7, 8, 0x1B, 0x7F, 0xAD, 0x61C, 0x180E, 0x3164, 0xFEFF, 0x2800),
                Arbitraries.integers().between(0x200B, 0x200F),
                Arbitraries.integers().between(0x202A, 0x202E),
                Arbitraries.integers().between(0x2060, 0x2069));
    }

    /** JSON of some depth that holds the token somewhere, as a value, in a sentence, or as a name. */
    @Provide
    Arbitrary<JsonNode> arguments() {
        Arbitrary<String> around =
                Arbitraries.of("", " ", "token=", "https://x:", "a\n", "(", "--header=Bearer ", "é ");
        Arbitrary<JsonNode> leaf = Combinators.combine(
                        around, Arbitraries.of("", " and more", ")", "\n", "@host", "\""))
                .as((before, after) -> Json.array().stringNode(before + TOKEN + after));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.map(node -> Json.array().add("x").add(node)),
                        inner.map(node -> Json.object().put("a", 1).set("deep", node)),
                        inner.map(node -> Json.object().set(TOKEN, node))),
                0,
                5);
    }
}
