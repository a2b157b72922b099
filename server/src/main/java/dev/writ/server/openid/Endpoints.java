package dev.writ.server.openid;

import java.net.URI;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Where a provider has people log in, and gives tokens.
 *
 * @param people where browsers are sent
 * @param tokens where codes are exchanged
 * @param secretInForm whether this server's secret goes into the form; else it goes into a header
 * @param namesIssuer whether each answer that a browser brings back says whose it is (RFC 9207)
 */
record Endpoints(URI people, URI tokens, boolean secretInForm, boolean namesIssuer) {

    static Endpoints of(ProviderClient provider) throws ProviderUnavailable {
        JsonNode discovery = provider.discovery();
        JsonNode methods = discovery.path("token_endpoint_auth_methods_supported");
        return new Endpoints(
                provider.addressForPeople(discovery),
                provider.address(discovery, "token_endpoint", "token endpoint"),
                has(methods, "client_secret_post") && !has(methods, "client_secret_basic"),
                discovery.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    private static boolean has(JsonNode list, String word) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(node -> word.equals(node.asString("")));
    }
}
