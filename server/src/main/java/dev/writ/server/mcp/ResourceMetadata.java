package dev.writ.server.mcp;

import dev.writ.Json;
import dev.writ.server.openid.OpenIdDoor;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a client how it is let in (RFC 9728): by a bearer token that a person makes with {@code writ token create}, or by one
 * of the configured provider.
 */
final class ResourceMetadata implements HttpService {
    static final String PATH = "/.well-known/oauth-protected-resource";

    private final Optional<OpenIdDoor> provider;

    ResourceMetadata(Optional<OpenIdDoor> provider) {
        this.provider = provider;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::answer).get("/mcp", this::answer).get("/mcp/{server}", this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String host = request.headers().first(HeaderNames.HOST).orElse("localhost");
        String resource = request.path().absolute().path().substring(PATH.length());
        ObjectNode metadata = Json.object()
                .put("resource", "http://" + host + (resource.isEmpty() ? "/mcp" : resource))
                .put("resource_name", "Writ");
        metadata.putArray("bearer_methods_supported").add("header");
        ArrayNode servers = metadata.putArray("authorization_servers");
        provider.ifPresent(door -> servers.add(door.issuer()));
        provider.flatMap(OpenIdDoor::requiredScope)
                .ifPresent(scope -> metadata.putArray("scopes_supported").add(scope));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(metadata));
    }
}
