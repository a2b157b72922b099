package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.openid.TestingPeople;
import dev.writ.server.openid.TestingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole Writ that people log in to with a provider, and browsers that are spoken for by hand. */
abstract class TestingLogIn {
    static final String START = "/login/openid";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    final TestingProvider provider = new TestingProvider();
    TestingApi api;

    @BeforeEach
    void start() {
        api = TestingApi.start(settings(folder, provider, ""), InstantSource.system(), new TestingModel());
    }

    @AfterEach
    void stop() {
        api.close();
        provider.close();
    }

    /** @param more lines of the settings */
    static Settings settings(Path folder, TestingProvider provider, String more) {
        try {
            Path file = Files.writeString(
                    folder.resolve("writ.yaml"), """
                    login:
                      openid:
                        name: Example Login
                        issuer: %s
                        client_id: %s
                        client_secret: "${PROVIDER_SECRET}"
                        roles:
                          - {claim: groups, values: [admins], role: administrator}
                          - {claim: groups, values: [writ], role: operator}
                          - {claim: email, values: [vera@example.org], role: viewer}
                    """.formatted(provider.issuer(), TestingPeople.CLIENT) + more);
            Map<String, String> flags = new HashMap<>(TestingPostgres.flags(folder));
            flags.put("config", file.toString());
            return Settings.load(
                    flags,
                    Map.of("HOME", folder.toString(), "WRIT_PORT", "0", "PROVIDER_SECRET", TestingPeople.SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a browser got. */
    record Got(int status, String location, List<String> cookies, String body) {
        /** All cookies as the browser sends them back. */
        String cookie() {
            return cookies.stream()
                    .map(cookie -> cookie.replaceFirst(";.*", ""))
                    .collect(Collectors.joining("; "));
        }
    }

    Got open(String address, String cookie, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Got(
                    answer.statusCode(),
                    answer.headers().firstValue("Location").orElse(""),
                    answer.headers().allValues("Set-Cookie"),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Got begin(String query) {
        Got begun = open(api.writ.url() + START + query, "");
        assertThat(begun.status()).isEqualTo(303);
        return begun;
    }

    /** From the beginning to the end, by one browser. */
    Got logIn() {
        Got begun = begin("?to=/tasks");
        return open(provider.people.agree(URI.create(begun.location())), begun.cookie());
    }

    void assertIn(Got got, String to) {
        assertThat(got.status()).isEqualTo(303);
        assertThat(got.location()).matches(java.util.regex.Pattern.quote(to) + "#write-key=[0-9a-f]{64}");
    }

    void assertRefused(Got got, String why) {
        assertThat(got.status()).isEqualTo(303);
        assertThat(got.location()).endsWith("#refused=" + why).startsWith("/").doesNotStartWith("//");
        assertThat(got.cookies())
                .as("no session")
                .noneMatch(cookie -> cookie.startsWith("writ-") && !cookie.startsWith("writ-login-"));
    }

    List<String> accounts() {
        return api.get("/api/v1/accounts")
                .body()
                .valueStream()
                .map(one -> one.path("name").asString() + " " + one.path("role").asString())
                .toList();
    }

    /** The reasons of refusals on record, the newest first. */
    List<String> refusals() {
        return api.get("/api/v1/events?type=login.refused&newest=true&limit=100")
                .body()
                .valueStream()
                .map(event -> event.path("data").path("reason").asString())
                .toList();
    }
}
