package dev.writ.server.api;

import dev.writ.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** How routes are written: a path, and a function from the request to the JSON of the answer. */
final class Api {
    private final HttpRules rules;
    private final Problems problems;
    private final Map<String, SortedSet<String>> methods = new LinkedHashMap<>();

    Api(HttpRules rules, Problems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    Api get(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.GET, path, answering(Status.OK_200, answer));
    }

    Api post(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.POST, path, answering(Status.OK_200, answer));
    }

    Api put(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.PUT, path, answering(Status.OK_200, answer));
    }

    Api patch(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.PATCH, path, answering(Status.OK_200, answer));
    }

    /** A post that makes something new. */
    Api create(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.POST, path, answering(Status.CREATED_201, answer));
    }

    /** A route that answers by itself. */
    Api route(Method method, String path, Handler handler) {
        rules.route(method, path, handler);
        methods.computeIfAbsent(path, known -> new TreeSet<>()).add(method.text());
        return this;
    }

    /** To be called after all routes: other methods on their paths are told which there are. */
    void refuseOtherMethods() {
        methods.forEach((path, known) ->
                rules.any(path, (request, response) -> problems.wrongMethod(request, response, known)));
    }

    private static Handler answering(Status status, Function<ApiRequest, JsonNode> answer) {
        return (request, response) -> send(request, response, status, answer);
    }

    private static void send(
            ServerRequest request, ServerResponse response, Status status, Function<ApiRequest, JsonNode> answer) {
        JsonNode body = answer.apply(new ApiRequest(request));
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(body));
    }
}
