package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.WritException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** Agents come in with tokens of an OpenID provider: which, and what the others are told. */
class OpenIdTest extends TestingOpenId {
    @Test
    void claims_say_who_comes_in_and_as_what() {
        TestingMcpClient.Answer stranger = list(claims("eve").claim("groups", List.of("staff")));
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.error().path("message").asString())
                .isEqualTo("This server lets in others than the one the token is for.");
        assertThat(tasks()).isEmpty();
        client(claims("dora").claim("groups", List.of("writ", "docs"))).tools();
        assertThat(tokens()).extracting(token -> token.path("agent").asString()).containsExactly("documentation_agent");
    }

    @Test
    void a_token_that_is_not_in_order_is_challenged_with_the_reason_and_nothing_is_made() {
        TestingMcpClient.Answer expired = list(claims("anna").expirationTime(ago(61)));
        assertThat(expired.status()).isEqualTo(401);
        assertThat(challenge(expired))
                .isEqualTo("Bearer realm=\"writ\", resource_metadata=\"" + api.writ.url()
                        + "/.well-known/oauth-protected-resource\", error=\"invalid_token\", "
                        + "error_description=\"The token has expired.\"");
        assertThat(list(claims("anna").audience("http://127.0.0.1:1/mcp")).status())
                .isEqualTo(401);
        assertThat(request("/mcp", "nonsense").status()).isEqualTo(401);
        assertThat(request("/mcp", "x".repeat(9_000)).status()).isEqualTo(401);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void tokens_of_our_own_are_still_accepted_and_the_provider_is_not_asked_for_them() {
        String own =
                api.post("/api/v1/tokens", "{\"purpose\": \"look around\"}").text("secret");
        assertThat(client("/mcp", own).tools()).contains("need_more_tools");
        assertThat(request("/mcp", "writ_" + "x".repeat(43)).status()).isEqualTo(401);
        assertThat(provider.discoveries).hasValue(0);
    }

    @Test
    void the_metadata_of_the_resource_names_the_issuer() {
        assertThat(api.get("/.well-known/oauth-protected-resource/mcp")
                        .body()
                        .path("authorization_servers")
                        .path(0)
                        .asString())
                .isEqualTo(provider.issuer());
        restart("    required_scope: writ\n");
        assertThat(api.get("/.well-known/oauth-protected-resource/mcp")
                        .body()
                        .path("scopes_supported")
                        .path(0)
                        .asString())
                .isEqualTo("writ");
    }

    @Test
    void a_scope_that_is_needed_is_named_to_whoever_lacks_it() {
        restart("    required_scope: writ\n");
        assertThat(list(claims("anna")).status()).isEqualTo(200);
        assertThat(list(claims("anna").claim("scope", null).claim("scp", List.of("writ")))
                        .status())
                .isEqualTo(200);
        TestingMcpClient.Answer lacking = list(claims("anna").claim("scope", "openid writer"));
        assertThat(lacking.status()).isEqualTo(403);
        assertThat(challenge(lacking)).contains("scope=\"writ\"", "error=\"insufficient_scope\"");
    }

    @Test
    void a_configured_audience_counts_in_place_of_the_address() {
        restart("    audience: writ-at-work\n");
        assertThat(list(claims("anna").audience("writ-at-work")).status()).isEqualTo(200);
        assertThat(list(claims("anna")).status()).isEqualTo(401);
    }

    @Test
    void a_provider_that_is_away_lets_nobody_in_and_the_log_holds_no_token() {
        List<String> log = new CopyOnWriteArrayList<>();
        Handler handler = listening(log);
        provider.close();
        String token = provider.token(claims("anna"));
        TestingMcpClient.Answer answer = request("/mcp", token);
        Logger.getLogger("").removeHandler(handler);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error().path("message").asString())
                .isEqualTo("The OpenID provider cannot be asked now; try again later.");
        assertThat(tasks()).isEmpty();
        assertThat(log)
                .containsExactly("The OpenID provider could not be asked for its keys: "
                        + "its discovery document cannot be fetched.");
    }

    /** Everything that is logged, as a person reads it; with the trace of an exception where there is one. */
    private static Handler listening(List<String> log) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                String message = new SimpleFormatter().formatMessage(entry);
                log.add(entry.getThrown() == null ? message : message + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.WARNING);
        Logger.getLogger("").addHandler(handler);
        return handler;
    }

    @Test
    void an_agent_that_does_not_exist_is_said_at_the_start() {
        api.close();
        WritException thrown = catchThrowableOfType(WritException.class, () -> start("    agent: no_such_agent\n"));
        assertThat(thrown.failure().message())
                .isEqualTo("mcp.openid names the agent 'no_such_agent', which does not exist.");
        start("");
    }
}
