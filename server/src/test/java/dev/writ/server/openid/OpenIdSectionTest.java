package dev.writ.server.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What {@code mcp: openid:} of the settings file may say. */
class OpenIdSectionTest {
    private static final String LEAST = """
            {"issuer": "https://id.example.org/realms/a", "purpose": "work on the shop",
             "who": [{"claim": "groups", "values": ["writ"]}]}""";

    @Test
    void what_is_not_said_is_the_careful_choice() {
        OpenIdSettings settings = read(LEAST);
        assertThat(settings.mayApprove()).isFalse();
        assertThat(settings.reading()).isFalse();
        assertThat(settings.allow()).isEmpty();
        assertThat(settings.workspace()).isEmpty();
        assertThat(settings.audience()).isEmpty();
        assertThat(settings.requiredScope()).isEmpty();
        assertThat(settings.agentNames()).containsExactly("worker");
        assertThat(settings.keep()).isEqualTo(Duration.ofMinutes(30));
        assertThat(OpenIdSection.read(Json.object().path("mcp"))).isEmpty();
        assertThat(OpenIdSection.read(Json.object())).isEmpty();
    }

    @Test
    void everything_that_can_be_said_is_read() {
        OpenIdSettings settings = read("""
                {"issuer": "http://localhost:9000", "audience": ["a", "b"], "required_scope": "writ:use",
                 "who": [{"claim": ["realm_access", "roles"], "values": ["writ", "7"]}],
                 "agents": [{"claim": "groups", "values": ["docs"], "agent": "documentation_agent"}],
                 "agent": "investigator_agent", "purpose": "look around", "workspace": "/srv/shop",
                 "allow": ["edit", "run"], "reading": true, "may_approve": true, "keep": "2h"}""");
        assertThat(settings.audience()).containsExactly("a", "b");
        assertThat(settings.requiredScope()).contains("writ:use");
        assertThat(settings.workspace()).contains(Path.of("/srv/shop"));
        assertThat(settings.allow()).isEqualTo(Set.of(Allow.EDIT, Allow.RUN));
        assertThat(settings.reading()).isTrue();
        assertThat(settings.mayApprove()).isTrue();
        assertThat(settings.keep()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.agentNames()).containsExactly("investigator_agent", "documentation_agent");
        assertThat(settings.agentFor(Map.of("groups", List.of("staff", "docs"))))
                .isEqualTo("documentation_agent");
        assertThat(settings.agentFor(Map.of("groups", "staff"))).isEqualTo("investigator_agent");
        assertThat(settings.letsIn(Map.of("realm_access", Map.of("roles", List.of("writ")))))
                .isTrue();
        assertThat(settings.letsIn(Map.of("realm_access", Map.of("roles", 7)))).isTrue();
    }

    @Test
    void a_claim_of_another_name_form_or_value_lets_nobody_in() {
        OpenIdSettings settings = read(LEAST);
        assertThat(settings.letsIn(Map.of("groups", "writ"))).isTrue();
        for (Map<String, Object> claims : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("groups", ""),
                Map.of("groups", "staff writ"),
                Map.of("groups", "Writ"),
                Map.of("groups", List.of()),
                Map.of("groups", List.of(List.of("writ"))),
                Map.of("groups", Map.of("writ", true)),
                Map.of("Groups", "writ"))) {
            assertThat(settings.letsIn(claims)).as(claims.toString()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example.org",
                "https://id.example.org/?a=b",
                "https://id.example.org/#a",
                "https://user@id.example.org",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org",
                "ftp://localhost",
                "id.example.org",
                "https:///a"
            })
    void an_issuer_is_spoken_to_over_tls_or_inside_this_machine(String issuer) {
        assertThat(mistake("issuer", "\"" + issuer + "\""))
                .isEqualTo("The setting mcp.openid.issuer is no address of a provider.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            who           | []                                  | The setting mcp.openid.who lets nobody in.
            who           | [{"claim": "groups", "values": []}] | The setting mcp.openid.who[0] lacks its claim or its values.
            who           | [{"values": ["writ"]}]              | The setting mcp.openid.who[0] lacks its claim or its values.
            who           | [{"claim": "", "values": ["a"]}]    | The setting mcp.openid.who[0].claim is empty.
            who           | "writ"                              | The setting mcp.openid.who must be a list.
            who           | [{"claim": "a", "value": "b"}]      | The setting mcp.openid.who[0].value is not a known key.
            agents        | [{"claim": "a", "values": "b"}]     | The setting mcp.openid.agents[0].agent is missing.
            agent         | " "                                 | The setting mcp.openid.agent is empty.
            purpose       | " "                                 | The setting mcp.openid.purpose is missing.
            may_approve   | "yes"                               | The setting mcp.openid.may_approve must be true or false.
            workspace     | "shop"                              | The setting mcp.openid.workspace is not an absolute path.
            required_scope| "two scopes"                        | The setting mcp.openid.required_scope is not one scope.
            keep          | "soon"                              | There is no duration 'soon'.
            allow         | ["all"]                             | There is nothing to allow named 'all'.
            audiences     | ["a"]                               | The setting mcp.openid.audiences is not a known key.
            audience      | [7]                                 | The setting mcp.openid.audience[0] must be text.
            """)
    void a_mistake_is_named(String name, String value, String message) {
        assertThat(mistake(name, value)).isEqualTo(message);
    }

    @Test
    void a_purpose_is_needed() {
        ObjectNode section = Json.parseObject(LEAST);
        section.remove("purpose");
        assertThat(mistake(section)).isEqualTo("The setting mcp.openid.purpose is missing.");
    }

    private static OpenIdSettings read(String section) {
        return OpenIdSection.read(mcp(Json.parseObject(section))).orElseThrow();
    }

    private static String mistake(String name, String value) {
        ObjectNode section = Json.parseObject(LEAST);
        section.set(name, Json.parse(value));
        return mistake(section);
    }

    private static String mistake(ObjectNode section) {
        WritException thrown = catchThrowableOfType(WritException.class, () -> OpenIdSection.read(mcp(section)));
        assertThat(thrown).isNotNull();
        return thrown.failure().message();
    }

    private static ObjectNode mcp(ObjectNode section) {
        ObjectNode mcp = Json.object();
        mcp.set("openid", section);
        return mcp;
    }
}
