package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.WritException;
import dev.writ.server.openid.Refusal;
import dev.writ.server.openid.TestingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People who log in with a provider, and what goes wrong on the way. */
class LogInTest extends TestingLogIn {
    @Test
    void a_person_logs_in_and_lands_on_the_page_that_was_asked_for() {
        Got begun = begin("?to=" + "/tasks?state=failed".replace("?", "%3F"));
        assertThat(begun.location()).startsWith(provider.address() + "/authorize?");
        assertThat(begun.cookies())
                .singleElement()
                .asString()
                .startsWith("writ-login-")
                .contains("HttpOnly", "SameSite=Lax", "Path=/login/openid", "Max-Age=600")
                .doesNotContain("Secure");
        Got in = open(provider.people.agree(URI.create(begun.location())), begun.cookie());
        assertIn(in, "/tasks?state=failed");
        assertThat(in.cookies()).singleElement().asString().contains("HttpOnly", "SameSite=Strict", "Path=/;");
        String key = in.location().replaceFirst(".*write-key=", "");
        Got session = open(api.writ.url() + "/api/v1/session", in.cookie(), "X-Writ-Key", key);
        assertThat(session.body()).contains("\"name\":\"ada\"", "\"role\":\"operator\"", "\"may_write\":true");
        assertThat(open(api.writ.url() + "/api/v1/session", in.cookie(), "X-Writ-Key", "0".repeat(64))
                        .body())
                .contains("\"may_write\":false");
    }

    @Test
    void every_log_in_refusal_and_new_account_is_on_record() {
        logIn();
        provider.people.person = claims -> claims.subject("subject-2").claim("groups", List.of("staff"));
        assertRefused(logIn(), "no_role");
        assertThat(accounts()).containsExactly("ada operator");
        assertThat(api.get("/api/v1/events?kind=account")
                        .body()
                        .valueStream()
                        .map(event -> event.path("type").asString() + " "
                                + event.path("actor").asString()))
                .containsExactlyInAnyOrder(
                        "account.created person:openid", "login.opened person:ada", "login.refused person:openid");
        assertThat(refusals()).containsExactly("No rule gives the person a role.");
    }

    @Test
    void the_role_is_what_the_rules_say_at_each_log_in() {
        provider.people.person = claims -> claims.claim("groups", List.of("admins", "writ"));
        Got in = logIn();
        assertThat(accounts()).containsExactly("ada administrator");
        provider.people.person = claims -> claims;
        logIn();
        assertThat(accounts()).containsExactly("ada operator");
        assertThat(open(api.writ.url() + "/api/v1/session", in.cookie()).body())
                .as("in the older session too")
                .contains("\"role\":\"operator\"");
    }

    @Test
    void who_was_kept_out_is_out_and_stays_out() {
        Got in = logIn();
        api.post("/api/v1/accounts/ada/end", "");
        assertThat(open(api.writ.url() + "/api/v1/session", in.cookie()).status())
                .isEqualTo(401);
        assertRefused(logIn(), "shut_out");
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void an_address_gives_a_role_only_where_the_provider_has_verified_it() {
        provider.people.person = claims -> claims.claim("groups", List.of()).claim("email", "vera@example.org");
        assertRefused(logIn(), "no_role");
        provider.people.person = claims -> claims.claim("groups", List.of())
                .claim("email", "vera@example.org")
                .claim("email_verified", true);
        assertIn(logIn(), "/tasks");
    }

    @Test
    void a_person_without_a_name_is_told_so() {
        provider.people.person = claims -> claims.claim("preferred_username", null);
        assertRefused(logIn(), "no_name");
        provider.people.person = claims -> claims.claim("preferred_username", "\u4e2d");
        assertRefused(logIn(), "no_name");
        assertThat(accounts()).isEmpty();
    }

    @Test
    void whoever_says_no_at_the_provider_is_back_at_the_gate() {
        Got begun = begin("?to=/grants");
        String state = begun.location().replaceFirst(".*[&?]state=([^&]*).*", "$1");
        String back = api.writ.url() + START + "/callback?error=access_denied&state=" + state;
        Got out = open(back, begun.cookie());
        assertRefused(out, "declined");
        assertThat(out.location()).startsWith("/grants#");
        assertThat(provider.people.exchanges).hasValue(0);
    }

    @Test
    void a_provider_that_is_away_is_named_as_the_reason_and_the_next_try_works() {
        provider.discovery = _ -> new TestingProvider.Answer(503, "");
        assertRefused(open(api.writ.url() + START, ""), "provider_away");
        assertThat(refusals()).singleElement().asString().contains("came with status 503");
    }

    @Test
    void a_provider_that_fails_on_the_way_leaves_nothing_behind() {
        for (String answer : List.of("", "[]", "<html>", "{}")) {
            provider.people.answer = _ -> new TestingProvider.Answer(answer.equals("{}") ? 200 : 502, answer);
            assertRefused(logIn(), answer.equals("{}") ? "code" : "provider_away");
        }
        provider.people.answer = _ -> new TestingProvider.Answer(401, "{\"error\":\"invalid_client\"}");
        assertRefused(logIn(), "client");
        provider.people.answer = _ -> new TestingProvider.Answer(302, "", "http://192.0.2.1/");
        assertRefused(logIn(), "provider_away");
        assertThat(accounts()).isEmpty();
        provider.people.answer = usual -> usual;
        assertIn(logIn(), "/tasks");
    }

    @Test
    void clocks_may_differ_by_a_minute_and_no_more() {
        provider.people.person = claims ->
                claims.expirationTime(Date.from(java.time.Instant.now().minusSeconds(30)));
        assertIn(logIn(), "/tasks");
        provider.people.person = claims ->
                claims.expirationTime(Date.from(java.time.Instant.now().minusSeconds(90)));
        assertRefused(logIn(), "token");
        assertThat(refusals().getFirst()).endsWith("The token has expired.");
        provider.people.person =
                claims -> claims.issueTime(Date.from(java.time.Instant.now().plusSeconds(90)));
        assertRefused(logIn(), "token");
        assertThat(refusals().getFirst()).endsWith("The token is not valid yet.");
    }

    @Test
    void ten_failures_close_the_door_for_a_minute_and_the_log_is_not_flooded() {
        for (int i = 0; i < 10; i++) {
            assertRefused(open(api.writ.url() + START + "/callback?state=guess&code=x", ""), "not_begun");
        }
        assertRefused(open(api.writ.url() + START, ""), "too_many");
        assertRefused(open(api.writ.url() + START + "/callback?state=guess&code=x", ""), "too_many");
        assertThat(refusals()).hasSize(10);
        assertThat(api.bare("POST", "/api/v1/session", "{\"token\": \"guess\"}", "X-None", "1")
                        .status())
                .as("links and tokens have a door of their own")
                .isEqualTo(401);
    }

    @Test
    void behind_a_proxy_the_public_address_is_where_the_provider_sends_back() {
        api.close();
        api = TestingApi.start(
                settings(folder, provider, "  public_address: https://writ.example.org\n"),
                InstantSource.system(),
                new TestingModel());
        String begun = api.raw("GET /login/openid HTTP/1.1", "Host: writ.example.org", "Connection: close");
        assertThat(begun)
                .contains("303")
                .contains("redirect_uri=https%3A%2F%2Fwrit.example.org%2Flogin%2Fopenid%2Fcallback")
                .contains("Secure");
        assertThat(api.raw("GET / HTTP/1.1", "Host: writ.example.org.evil.example", "Connection: close"))
                .startsWith("HTTP/1.1 403");
        assertThat(api.raw(
                        "GET / HTTP/1.1",
                        "Host: writ.example.org",
                        "Origin: http://writ.example.org",
                        "Connection: close"))
                .startsWith("HTTP/1.1 403");
        assertThat(api.raw(
                        "GET / HTTP/1.1",
                        "Host: writ.example.org",
                        "Origin: https://writ.example.org",
                        "Connection: close"))
                .startsWith("HTTP/1.1 200");
        assertThat(begin("").location()).contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A");
    }

    @Test
    void the_gate_has_words_for_every_reason() throws IOException {
        String words = Files.readString(Path.of("src/main/resources/web/lib/provider.js"));
        assertThat(Arrays.stream(Refusal.values()).map(Refusal::id)).allMatch(id -> words.contains("  " + id + ": ['"));
    }

    @Test
    void without_the_setting_there_is_no_such_log_in() {
        try (TestingApi plain = TestingApi.start(TestingApi.settings(folder.resolve("plain"), Map.of()))) {
            assertThat(plain.get(START).status()).isEqualTo(404);
            assertThat(plain.raw("GET / HTTP/1.1", "Host: 127.0.0.1", "Connection: close"))
                    .contains("name=\"writ-provider\" content=\"\"");
        }
    }

    @Test
    void a_secret_in_the_file_keeps_the_server_from_starting() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                login: {openid: {issuer: "https://id.example.org", client_id: a, client_secret: hunter2,
                  roles: [{claim: a, values: [b], role: viewer}]}}
                """);
        Settings settings = TestingApi.settings(folder.resolve("bad"), Map.of("config", file.toString()));
        WritException thrown = catchThrowableOfType(WritException.class, () -> Writ.start(settings));
        assertThat(thrown.failure().message())
                .contains("login.openid.client_secret")
                .doesNotContain("hunter2");
    }
}
