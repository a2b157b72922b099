package dev.writ.attack;

import static dev.writ.attack.TestingWrit.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.ScopeJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * JIT-16: secrets on their way into the record. What is promised: a secret of a known form, and whatever stands under a name
 * that says secret, is in no record of calls, requests, grants and events, in whatever field it came. What is not: one that was
 * encoded, cut in pieces, glued to other letters or strewn with other characters; the last test says so.
 */
class RedactionAttackTest {
    private static final String TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ456789";
    private static final String RUN = "terminal.execute_command";

    private TestingWrit writ;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
        task = writ.task();
        writ.grant(task, "terminal", "{'commands': [['**']]}");
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'argv': ['curl', '-H', 'Authorization: Bearer %s']}",
                "{'argv': ['%s']}",
                "{'argv': ['a,%s b', '--x=%s']}",
                "{'argv': ['ls'], 'environment': {'GITHUB': '%s'}}",
                "{'argv': ['ls'], 'environment': {'%s': 'x'}}",
                "{'argv': ['ls'], 'environment': {'a': [[{'b': '%s'}]]}}",
                "{'argv': ['line one\\nline %s\\n']}",
                "{'argv': 'not a list: %s'}",
                "{'argv': ['ls'], '%s': 1}",
                "{'unknown': '%s'}",
                "{'argv': ['https://u:%s@h/']}"
            })
    void inArgumentsOfWhateverShape(String arguments) {
        writ.command(call -> ScriptedServer.says("ran"));
        writ.call(task, RUN, json(arguments.replace("%s", TOKEN)));
        assertThat(writ.recorded()).doesNotContain(TOKEN);
        assertThat(writ.records.ofTask(task, 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'password': 'hunter2zq'}",
                "{'password': ['hunter2zq']}",
                "{'password': {'value': 'hunter2zq'}}",
                "{'credentials': [{'user': 'ada', 'phrase': 'hunter2zq'}]}",
                "{'Api-Key': [['hunter2zq']]}",
                "{'x': {'clientSecret': {'a': {'b': ['hunter2zq']}}}}",
                "{'cookie': {'hunter2zq': 'hunter2zq'}}"
            })
    void underANameThatSaysSecretInWhateverShape(String environment) {
        ObjectNode arguments = json("{'argv': ['ls']}");
        arguments.set("environment", json(environment));
        writ.call(task, RUN, arguments);
        String recorded = writ.records.ofTask(task, 1).getFirst().arguments().toString();
        // A key is a name, and names are shown; the values are not.
        assertThat(recorded.replace("\"hunter2zq\":", "")).doesNotContain("hunter2zq");
    }

    @Test
    void asANumberUnderANameThatSaysSecret() {
        writ.call(
                task,
                RUN,
                json(
                        "{'argv': ['ls'], 'environment': {'password': 73514902, 'secret': [7351.4902], 'max_tokens': 4096}}"));
        assertThat(writ.recorded()).doesNotContain("73514902", "7351.4902").contains("4096");
    }

    @Test
    void inResultsAndFailures() {
        writ.command(call -> ScriptedServer.says("x".repeat(480) + " " + TOKEN + " is the token"));
        writ.tries(task, RUN, "{'argv': ['ls']}");
        writ.command(call -> {
            throw new WritException(
                    FailureCode.OPERATION_FAILED, "The host refused " + TOKEN + ".", "Try " + TOKEN + ".");
        });
        writ.tries(task, RUN, "{'argv': ['ls']}");
        writ.tries(task, "terminal." + TOKEN, "{}");
        writ.tries(task, TOKEN, "{}");
        assertThat(writ.recorded()).doesNotContain(TOKEN).doesNotContain(TOKEN.substring(0, 20));
        assertThat(writ.records.ofTask(task, 10)).hasSize(4);
    }

    @Test
    void inReasonsOfRequestsApprovalsAndGrants() {
        String asking = writ.task(new Allow[0]);
        String reason = "I need it because password=hunter2zq and " + TOKEN;
        GrantProposal proposal = new GrantProposal(
                asking,
                "file_edit",
                Set.of(),
                ScopeJson.read("file_edit", json("{'write': ['a']}")),
                TestingWrit.HOUR,
                0,
                reason);
        var request = writ.ask(proposal);
        writ.approve(request);
        writ.granted(request);
        writ.database.write(transaction -> writ.guard.admit(
                transaction,
                asking,
                writ.treeOf(asking),
                "worker",
                List.of(new RequestGuard.Asked("file_edit", Optional.empty())),
                reason,
                Set.of("file_edit"),
                Set.of()));
        assertThat(writ.recorded()).doesNotContain(TOKEN, "hunter2zq").contains("I need it because");
    }

    @Test
    void nearThePlaceWhereARecordIsCut() {
        for (int length = 1_960; length < 2_010; length += 7) {
            writ.call(task, RUN, Json.object().set("argv", Json.array(List.of("x".repeat(length) + " " + TOKEN))));
        }
        assertThat(writ.recorded()).doesNotContain("ghp_");
    }

    @Test
    void whatIsNotPromised() {
        String encoded = Base64.getEncoder().encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8));
        List<String> pass = List.of(
                encoded,
                TOKEN.substring(0, 12),
                "x" + TOKEN,
                TOKEN.replace("_", "%5F"),
                TOKEN.replace("p", "p\u200B"),
                new StringBuilder(TOKEN).reverse().toString());
        assertThat(pass).allSatisfy(text -> assertThat(Redacted.of(text).text()).isEqualTo(text));
        // Under a name that says secret they do not pass either.
        writ.call(task, RUN, json("{'argv': ['ls'], 'environment': {'token': '" + encoded + "'}}"));
        assertThat(writ.recorded()).doesNotContain(encoded);
    }
}
