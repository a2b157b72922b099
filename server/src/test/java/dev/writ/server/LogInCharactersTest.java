package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingApi.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Control characters, U+0000 among them, in whatever is sent to come in: refused, and never a fault of Writ. */
class LogInCharactersTest extends TestingLogIn {
    private static final String ADDRESS = "/api/v1";

    private static String json(int character) {
        return "\\u%04x".formatted(character);
    }

    private static String encoded(int character) {
        return URLEncoder.encode(Character.toString(character), StandardCharsets.UTF_8);
    }

    private void assertFaultOfTheCaller(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isBetween(400, 499);
        assertThat(answer.error()).isNotBlank();
        assertThat(answer.body().path("error").path("hint").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x08, 0x0a, 0x1b, 0x1f, 0x7f})
    void in_what_is_sent_to_the_api(int character) {
        String text = json(character);

        assertFaultOfTheCaller(api.post(ADDRESS + "/session", "{\"token\": \"a" + text + "b\"}"));
        assertFaultOfTheCaller(api.post(ADDRESS + "/accounts", "{\"name\": \"a" + text + "b\", \"role\": \"viewer\"}"));
        assertFaultOfTheCaller(
                api.post(ADDRESS + "/accounts", "{\"name\": \"ada\", \"role\": \"viewer" + text + "\"}"));
        assertFaultOfTheCaller(api.send("DELETE", ADDRESS + "/accounts/a" + encoded(character) + "b", ""));
        assertThat(accounts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x08, 0x0a, 0x1b, 0x1f, 0x7f})
    void in_what_a_browser_brings_back(int character) {
        String text = "a" + encoded(character) + "b";
        String back = api.writ.url() + START + "/callback";
        Got begun = begin("?to=/" + text);

        assertRefused(open(back + "?state=" + text + "&code=x", begun.cookie()), "not_begun");
        String agreed = provider.people.agree(URI.create(begun.location()));
        assertRefused(open(agreed.replaceFirst("code=[^&]*", "code=" + text), begun.cookie()), "code");
        Got again = begin("");
        String state = URI.create(again.location()).getRawQuery().replaceFirst(".*state=([^&]*).*", "$1");
        assertRefused(open(back + "?state=" + state + "&error=" + text, again.cookie()), "provider_error");
        assertThat(refusals()).hasSize(3).noneMatch(reason -> reason.chars().anyMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x08, 0x0a, 0x1b, 0x1f, 0x7f})
    void in_what_a_provider_says_of_a_person(int character) {
        String text = Character.toString(character);
        provider.people.person = claims -> claims.subject("subject" + text);
        assertRefused(logIn(), "token");
        assertThat(accounts()).isEmpty();

        provider.people.person =
                claims -> claims.claim("preferred_username", "ada" + text + "b").claim("name", "Ada" + text);
        assertIn(logIn(), "/tasks");

        assertThat(accounts()).singleElement().asString().matches("[a-z0-9._-]+ [a-z]+");
    }
}
