package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an agent with tokens of an OpenID provider works on, and for how long. */
class OpenIdTaskTest extends TestingOpenId {
    private static final String ASK_TO_RUN = """
            {"request": "run make", "justification": "the user wants to see it run", "tools": ["terminal"],
             "scope": {"terminal": {"commands": [["make", "test"]]}}, "duration": "30m"}""";

    @Test
    void whoever_the_provider_vouches_for_works_on_a_task_of_its_own() {
        TestingMcpClient anna = client(claims("anna"));
        assertThat(anna.call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}")
                        .text())
                .contains("buy milk");
        assertThat(client(claims("anna")).tools()).contains("file_system_listing__read_file");
        client(claims("ben")).tools();
        assertThat(tasks()).hasSize(2);
        assertThat(tokens())
                .extracting(token -> token.path("created_by").asString())
                .containsExactly("person:openid:ben", "person:openid:anna");
        assertThat(tokens())
                .extracting(token -> token.path("may_approve").asBoolean())
                .containsOnly(false);
    }

    @Test
    void many_first_requests_at_once_make_one_task() {
        String token = provider.token(claims("anna"));
        List<CompletableFuture<List<String>>> calls = IntStream.range(0, 8)
                .mapToObj(_ -> client("/mcp", token))
                .map(client -> CompletableFuture.supplyAsync(client::tools))
                .toList();
        assertThat(calls.stream().map(CompletableFuture::join))
                .allSatisfy(tools -> assertThat(tools).contains("need_more_tools"));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void nobody_behind_such_a_token_approves_at_the_client_unless_the_settings_say_so() throws Exception {
        TestingMcpClient client = asking(claims("anna"));
        CompletableFuture<TestingMcpClient.Answer> call =
                CompletableFuture.supplyAsync(() -> client.call("need_more_tools", ASK_TO_RUN));
        String id = api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .path(0)
                .path("id")
                .asString();
        api.post("/api/v1/approvals/" + id + "/deny", "{\"reason\": \"no\"}");
        assertThat(call.get(60, TimeUnit.SECONDS).text()).contains("Not granted terminal");

        restart("    may_approve: true\n");
        TestingMcpClient.Answer asked = asking(claims("ben")).call("need_more_tools", ASK_TO_RUN);
        assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
    }

    @Test
    void after_the_last_word_of_an_agent_its_token_is_spent_and_a_newer_one_begins_another_task() {
        JWTClaimsSet.Builder claims = claims("anna").issueTime(ago(30));
        TestingMcpClient client = client(claims);
        client.call("end_task", "{\"status\": \"completed\", \"result\": \"milk it is\"}");
        api.ended(tokens().getFirst().path("task").asString());
        TestingMcpClient.Answer spent = client.request("tools/list", Json.object());
        assertThat(spent.status()).isEqualTo(401);
        assertThat(challenge(spent)).contains("The task has ended; a token that is issued now begins another.");
        assertThat(list(claims("anna").issueTime(ago(-5))).status()).isEqualTo(200);
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void whoever_is_revoked_stays_out_with_any_token_until_readmitted() {
        list(claims("anna"));
        String id = tokens().getFirst().path("id").asString();
        assertThat(api.post("/api/v1/tokens/" + id + "/readmit", "{}").status()).isEqualTo(404);
        api.post("/api/v1/tokens/" + id + "/revoke", "{}");
        for (JWTClaimsSet.Builder newer :
                List.of(claims("anna").issueTime(ago(-5)), claims("anna").claim("groups", List.of("writ", "docs")))) {
            TestingMcpClient.Answer refused = list(newer);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.error().path("message").asString()).isEqualTo("A person has ended this agent's access.");
        }
        assertThat(list(claims("ben")).status()).isEqualTo(200);
        assertThat(api.post("/api/v1/tokens/" + id + "/readmit", "{}").status()).isEqualTo(200);
        assertThat(list(claims("anna")).status()).isEqualTo(200);
    }

    @Test
    void the_task_ends_when_no_newer_token_comes_and_goes_on_when_one_does() {
        restart("    keep: 1s\n");
        // In the minute that clocks may differ: both end within seconds.
        list(claims("anna").issueTime(ago(300)).expirationTime(ago(58)));
        list(claims("ben").issueTime(ago(300)).expirationTime(ago(58)));
        list(claims("ben"));
        assertThat(api.ended(taskOf("anna")).text("state")).isEqualTo("cancelled");
        assertThat(api.get("/api/v1/tasks/" + taskOf("ben")).text("state")).isNotEqualTo("cancelled");
        list(claims("ben"));
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void a_task_outlasts_a_restart() {
        list(claims("anna"));
        restart("");
        list(claims("anna"));
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void a_workspace_that_is_gone_lets_nobody_in_and_says_no_path_to_them() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("workspace"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        TestingMcpClient.Answer answer = list(claims("anna"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.http().body()).doesNotContain(folder.toString());
    }
}
