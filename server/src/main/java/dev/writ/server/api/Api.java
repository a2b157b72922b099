package dev.writ.server.api;

import dev.writ.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** How routes are written: a path, and a function from the request to the JSON of the answer. */
final class Api {
    private final HttpRules rules;

    Api(HttpRules rules) {
        this.rules = rules;
    }

    Api get(String path, Function<ApiRequest, JsonNode> answer) {
        rules.get(path, (request, response) -> send(request, response, Status.OK_200, answer));
        return this;
    }

    Api post(String path, Function<ApiRequest, JsonNode> answer) {
        rules.post(path, (request, response) -> send(request, response, Status.OK_200, answer));
        return this;
    }

    Api put(String path, Function<ApiRequest, JsonNode> answer) {
        rules.put(path, (request, response) -> send(request, response, Status.OK_200, answer));
        return this;
    }

    Api patch(String path, Function<ApiRequest, JsonNode> answer) {
        rules.patch(path, (request, response) -> send(request, response, Status.OK_200, answer));
        return this;
    }

    /** A post that makes something new. */
    Api create(String path, Function<ApiRequest, JsonNode> answer) {
        rules.post(path, (request, response) -> send(request, response, Status.CREATED_201, answer));
        return this;
    }

    private static void send(
            ServerRequest request, ServerResponse response, Status status, Function<ApiRequest, JsonNode> answer) {
        JsonNode body = answer.apply(new ApiRequest(request));
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(body));
    }
}
