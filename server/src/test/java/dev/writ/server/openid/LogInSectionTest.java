package dev.writ.server.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.account.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What {@code login:} of the settings file may say. */
class LogInSectionTest {
    private static final String LEAST = """
            {"issuer": "https://id.example.org/realms/a", "client_id": "writ",
             "roles": [{"claim": "groups", "values": ["admins"], "role": "administrator"},
                       {"claim": ["realm_access", "roles"], "values": ["writ"], "role": "viewer"}]}""";

    private static LogInSettings read(ObjectNode openId) {
        return LogInSection.read(Json.object().set("openid", openId), Map.of("SECRET", "s3", "EMPTY", " "));
    }

    private static ProviderLogIn provider(ObjectNode openId) {
        return read(openId).openId().orElseThrow();
    }

    private static ObjectNode least() {
        return Json.parseObject(LEAST);
    }

    @Test
    void what_is_not_said_has_a_usual_value() {
        ProviderLogIn provider = provider(least());
        assertThat(provider.name()).isEqualTo("id.example.org");
        assertThat(provider.clientSecret()).isEmpty();
        assertThat(provider.scopes()).containsExactly("openid", "profile");
        assertThat(provider.called(Map.of("preferred_username", "ada"))).contains("ada");
        assertThat(read(least()).publicAddress()).isEmpty();
        assertThat(LogInSection.read(Json.object().path("login"), Map.of()).openId())
                .isEmpty();
    }

    @Test
    void the_first_rule_that_fits_gives_the_role_and_without_one_there_is_none() {
        ProviderLogIn provider = provider(least());
        assertThat(provider.roleFor(Map.of("groups", List.of("admins"), "realm_access", Map.of("roles", "writ"))))
                .contains(Role.ADMINISTRATOR);
        assertThat(provider.roleFor(Map.of("realm_access", Map.of("roles", List.of("writ")))))
                .contains(Role.VIEWER);
        assertThat(provider.roleFor(Map.of("groups", List.of("Admins")))).isEmpty();
        assertThat(provider.roleFor(Map.of())).isEmpty();
    }

    @Test
    void the_secret_comes_from_the_environment_and_is_in_no_message() {
        ProviderLogIn provider = provider(least().put("client_secret", "${SECRET}"));
        assertThat(provider.clientSecret()).contains("s3");
        assertThat(provider).asString().doesNotContain("s3");
    }

    @Test
    void a_public_address_is_an_origin() {
        assertThat(LogInSection.read(Json.object().put("public_address", "https://writ.example.org:8443"), Map.of())
                        .publicAddress())
                .contains(URI.create("https://writ.example.org:8443"));
        for (String address : List.of("https://writ.example.org/", "http://writ.example.org", "writ.example.org", "")) {
            assertThat(catchThrowableOfType(
                                    WritException.class,
                                    () -> LogInSection.read(Json.object().put("public_address", address), Map.of()))
                            .failure()
                            .message())
                    .as(address)
                    .contains("login.public_address");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | \"http://id.example.org\" | login.openid.issuer",
                "client_id | \" \" | login.openid.client_id",
                "client_secret | \"plain\" | login.openid.client_secret",
                "client_secret | \"a${SECRET}\" | login.openid.client_secret",
                "client_secret | \"${MISSING}\" | MISSING",
                "client_secret | \"${EMPTY}\" | login.openid.client_secret",
                "scopes | [\"profile\"] | login.openid.scopes",
                "scopes | [\"openid profile\"] | login.openid.scopes",
                "roles | [] | login.openid.roles",
                "roles | [{\"claim\": \"a\", \"values\": [\"b\"], \"role\": \"root\"}] | login.openid.roles[0].role",
                "roles | [{\"claim\": \"a\", \"role\": \"viewer\"}] | login.openid.roles[0]",
                "roles | [{\"claim\": \"a\", \"values\": [\"b\"]}] | login.openid.roles[0].role",
                "name | \"a\\nb\" | login.openid.name",
                "surprise | 1 | login.openid.surprise"
            })
    void what_is_wrong_is_named_with_its_place(String key, String value, String place) {
        ObjectNode section = least();
        section.set(key, Json.parse(value));
        assertThat(catchThrowableOfType(WritException.class, () -> read(section))
                        .failure()
                        .message())
                .contains(place)
                .doesNotContain("plain");
    }
}
