package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.WritException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.SortedSet;

/** Turns every failure into the one form in which callers see it: {@code {"error": {code, message, hint}}}. */
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private static final String RETRY_AFTER_SECONDS = "10";

    private final IdSource ids;

    Problems(IdSource ids) {
        this.ids = ids;
    }

    void answer(ServerRequest request, ServerResponse response, Throwable thrown) {
        switch (thrown) {
            case WritException writ ->
                send(response, Status.create(writ.failure().code().httpStatus()), writ.failure());
            case HttpException http -> send(response, http.status(), ofStatus(http.status()));
            default -> {
                String id = ids.next("problem");
                LOG.log(
                        Level.ERROR,
                        "request failed, " + id + ": " + request.path().path(),
                        thrown);
                send(
                        response,
                        Status.INTERNAL_SERVER_ERROR_500,
                        Failure.of(
                                FailureCode.INTERNAL,
                                "Something went wrong inside Writ (" + id + ").",
                                "Look for this id in the server's log, and please report it."));
            }
        }
    }

    void notFound(ServerRequest request, ServerResponse response) {
        send(
                response,
                Status.NOT_FOUND_404,
                Failure.of(
                        FailureCode.NOT_FOUND,
                        "There is nothing at " + request.path().path() + ".",
                        "See docs/api.md for what there is."));
    }

    void wrongMethod(ServerRequest request, ServerResponse response, SortedSet<String> methods) {
        response.header(HeaderNames.ALLOW, String.join(", ", methods));
        send(
                response,
                Status.METHOD_NOT_ALLOWED_405,
                Failure.of(
                        FailureCode.UNKNOWN_OPERATION,
                        request.prologue().method().text() + " is not possible on "
                                + request.path().path() + ".",
                        "Use " + String.join(" or ", methods) + "; see docs/api.md."));
    }

    /** Answers to requests that never reach a route, such as a body beyond the limit, in the same form. */
    static DirectHandlers beforeRouting() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, Problems::direct);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse direct(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        Failure failure = type == DirectHandler.EventType.INTERNAL_ERROR
                ? Failure.of(FailureCode.INTERNAL, "Something went wrong inside Writ.", "Please report it.")
                : ofStatus(status);
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .keepAlive(type.keepAlive())
                .entity(write(failure))
                .build();
    }

    private static Failure ofStatus(Status status) {
        boolean tooLarge = status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code();
        return Failure.of(
                tooLarge ? FailureCode.TOO_LARGE : FailureCode.INVALID_ARGUMENTS,
                tooLarge ? "The request is too large." : "The request cannot be understood.",
                "See docs/api.md for what there is.");
    }

    private static void send(ServerResponse response, Status status, Failure failure) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        if (failure.code() == FailureCode.LIMIT_REACHED) {
            response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.send(write(failure));
    }

    private static String write(Failure failure) {
        return Json.write(Json.object()
                .set(
                        "error",
                        Json.object()
                                .put("code", failure.code().id())
                                .put("message", failure.message())
                                .put("hint", failure.hint())));
    }
}
