package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.AuthorizedCall;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two requests Writ makes of the GitHub REST API (version 2022-11-28). No redirects are followed and answers are
 * bounded. Safe for use by many threads.
 */
final class GitHubApi {
    private static final long LARGEST_ANSWER = 8_000_000;

    private final GitHubSettings settings;
    private final Duration timeout;
    private final Supplier<Optional<String>> token;
    private final HttpClient client;

    GitHubApi(GitHubSettings settings, Duration timeout, Supplier<Optional<String>> token) {
        this.settings = settings;
        this.timeout = timeout;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Pull requests of a repository, newest first. */
    JsonNode list(GitHubRepository repository, String state, int limit, AuthorizedCall call) {
        HttpRequest request = request(repository, "?state=" + state + "&per_page=" + limit)
                .GET()
                .build();
        return answer(send(request, call, false), repository, JsonNode::isArray);
    }

    /** Opens a pull request; {@code body} is the request's JSON. */
    JsonNode create(GitHubRepository repository, ObjectNode body, AuthorizedCall call) {
        HttpRequest request = request(repository, "")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body)))
                .build();
        return answer(send(request, call, true), repository, JsonNode::isObject);
    }

    private HttpRequest.Builder request(GitHubRepository repository, String query) {
        String base = settings.api().toString().replaceFirst("/+$", "");
        URI uri = URI.create(base + "/repos/" + repository + "/pulls" + query);
        if (uri.getHost() == null || !TokenCredentials.isPrivate(uri.getScheme(), uri.getHost())) {
            throw new WritException(
                    FailureCode.UNAVAILABLE,
                    "The configured GitHub API address is not encrypted, so the token is not sent to it.",
                    "Set an https address in the settings of github.");
        }
        String value = token.get()
                .orElseThrow(() -> new WritException(
                        FailureCode.UNAVAILABLE,
                        "There is no token for " + settings.host() + ", so pull requests cannot be reached.",
                        "Set one in " + settings.tokenVariable() + " and start Writ again."));
        try {
            return HttpRequest.newBuilder(uri)
                    .timeout(timeout)
                    .header("Accept", "application/vnd.github+json")
                    .header("X-GitHub-Api-Version", "2022-11-28")
                    .header("User-Agent", "writ")
                    .header("Authorization", "Bearer " + value);
        } catch (IllegalArgumentException e) {
            // The exception's text quotes the header.
            throw new WritException(
                    FailureCode.UNAVAILABLE,
                    "The token in " + settings.tokenVariable() + " contains characters that no token has.",
                    "Set it again, without line ends.");
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request, AuthorizedCall call, boolean changes) {
        CompletableFuture<HttpResponse<byte[]>> running =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        call.onStop(() -> running.cancel(true));
        try {
            return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            call.checkStopped();
            throw e;
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new WritException(unanswered(changes), e);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new WritException(unanswered(changes), e);
        } catch (ExecutionException e) {
            call.checkStopped();
            boolean sent = !(e.getCause() instanceof ConnectException)
                    && !(e.getCause() instanceof HttpConnectTimeoutException);
            throw new WritException(unanswered(changes && sent), e);
        }
    }

    private static Failure unanswered(boolean mayHaveChanged) {
        return mayHaveChanged
                ? new Failure(
                        FailureCode.OUTCOME_UNKNOWN,
                        "GitHub's answer did not arrive, so the pull request may or may not exist.",
                        "Look with list_pull_requests before trying again.")
                : new Failure(
                        FailureCode.UNAVAILABLE,
                        "GitHub could not be reached or did not answer in time.",
                        "Try again later; check the network and the API address in the settings.");
    }

    private JsonNode answer(HttpResponse<byte[]> response, GitHubRepository repository, Predicate<JsonNode> expected) {
        int status = response.statusCode();
        if (status == 200 || status == 201) {
            return body(response)
                    .filter(expected)
                    .orElseThrow(() -> failure(
                            FailureCode.UNAVAILABLE,
                            "What answers is not the GitHub API.",
                            "Check the API address in the settings."));
        }
        String reason = body(response)
                .map(json -> json.path("message").asString("") + details(json.path("errors")))
                .filter(text -> !text.isBlank())
                .map(text -> " (" + PlainText.of(text, 300) + ")")
                .orElse("");
        boolean limited = status == 429
                || response.headers()
                        .firstValue("x-ratelimit-remaining")
                        .orElse("")
                        .equals("0");
        if (status == 401) {
            throw failure(
                    FailureCode.UNAUTHENTICATED,
                    "GitHub does not accept the token" + reason + ".",
                    "Set a valid one in " + settings.tokenVariable() + ".");
        }
        if (limited || status >= 500) {
            throw failure(
                    FailureCode.UNAVAILABLE,
                    "GitHub answers " + status + " for now" + reason + ".",
                    "Try again in a few minutes.");
        }
        if (status == 403 || status == 404) {
            throw failure(
                    FailureCode.DENIED,
                    "GitHub shows this token no pull requests of " + repository + reason + ".",
                    "Check the repository's name and the token's rights.");
        }
        throw failure(
                FailureCode.OPERATION_FAILED,
                "GitHub answers " + status + reason + ".",
                status == 422
                        ? "Check that the branch was pushed, differs from its base and has no pull request yet."
                        : "Check the repository's address; redirects are not followed.");
    }

    private static Optional<JsonNode> body(HttpResponse<byte[]> response) {
        try {
            return Optional.of(Json.parse(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (WritException e) {
            return Optional.empty();
        }
    }

    private static String details(JsonNode errors) {
        StringBuilder details = new StringBuilder();
        errors.forEach(error -> {
            String message = error.path("message").asString("");
            details.append(message.isEmpty() ? "" : "; " + message);
        });
        return details.toString();
    }

    private static WritException failure(FailureCode code, String message, String hint) {
        return new WritException(code, message, hint);
    }
}
