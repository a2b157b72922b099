package dev.writ.tool.message;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Posts messages, each one signed. Used by one thread at a time. */
final class WebhookPost implements AutoCloseable {
    /** How a post ended. */
    sealed interface Outcome {
        record Accepted() implements Outcome {}

        /** Worth another attempt. */
        record Again(String error) implements Outcome {}

        /** No attempt can succeed. */
        record Refused(String error) implements Outcome {}
    }

    private final Duration timeout;
    private @Nullable HttpClient client;

    WebhookPost(Duration timeout) {
        this.timeout = timeout;
    }

    Outcome send(Route.Webhook webhook, UserMessage message, Instant now) throws InterruptedException {
        String body = Json.write(body(message));
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "writ")
                .header(WebhookSignature.HEADER, WebhookSignature.of(webhook.secret(), now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            // Closed unread: what a receiver says beyond its status matters to nobody, and might never end.
            response.body().close();
            return judge(response.statusCode());
        } catch (IOException e) {
            return new Outcome.Again(
                    e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }

    /** Made when the first message is posted: it loads all of TLS, and most installations have no webhook. */
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    .build();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private static Outcome judge(int status) {
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted();
        }
        String error = "HTTP status " + status;
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Outcome.Again(error);
        }
        return new Outcome.Refused(status >= 300 && status < 400 ? error + ", redirects are not followed" : error);
    }

    private static ObjectNode body(UserMessage message) {
        ObjectNode body = Json.object()
                .put("message", message.id())
                .put("type", message.type().id())
                .put("tree", message.tree())
                .put("task", message.task())
                .put("agent", message.agent())
                .put("at", message.createdAt().toString())
                .put("text", message.text());
        body.set("content", message.content());
        return body;
    }
}
