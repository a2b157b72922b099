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
    private final Entrance entrance;
    private final Map<String, SortedSet<String>> methods = new LinkedHashMap<>();

    /** Who is let in to a route. */
    private interface Entrance {
        Handler guarded(Method method, String path, Handler handler);
    }

    private Api(HttpRules rules, Problems problems, Entrance entrance) {
        this.rules = rules;
        this.problems = problems;
        this.entrance = entrance;
    }

    /** Routes for those whose role is enough. */
    static Api guarded(HttpRules rules, Problems problems) {
        return new Api(rules, problems, Rights::guarded);
    }

    /** Routes for everybody on this machine. */
    static Api open(HttpRules rules, Problems problems) {
        return new Api(rules, problems, (method, path, handler) -> handler);
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

    Api delete(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.DELETE, path, answering(Status.OK_200, answer));
    }

    /** A post that makes something new. */
    Api create(String path, Function<ApiRequest, JsonNode> answer) {
        return route(Method.POST, path, answering(Status.CREATED_201, answer));
    }

    /** A route that answers by itself. */
    Api route(Method method, String path, Handler handler) {
        rules.route(method, path, entrance.guarded(method, path, handler));
        methods.computeIfAbsent(path, known -> new TreeSet<>()).add(method.text());
        return this;
    }

    /** To be called after all routes: other methods on their paths are told which there are. */
    void refuseOtherMethods() {
        methods.forEach((path, known) ->
                rules.any(path, (request, response) -> problems.wrongMethod(request, response, known)));
    }

    /** What was registered: methods by path. */
    Map<String, SortedSet<String>> routes() {
        return methods;
    }

    private static Handler answering(Status status, Function<ApiRequest, JsonNode> answer) {
        return (request, response) -> send(request, response, status, answer);
    }

    private static void send(
            ServerRequest request, ServerResponse response, Status status, Function<ApiRequest, JsonNode> answer) {
        ApiRequest asked = new ApiRequest(request);
        JsonNode body = asked.answer(answer);
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(body));
    }
}
