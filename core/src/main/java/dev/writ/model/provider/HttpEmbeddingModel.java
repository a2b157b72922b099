package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.model.embedding.Embedded;
import dev.writ.model.embedding.EmbeddingModel;
import dev.writ.model.settings.EmbeddingSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An embedding model behind the {@code /embeddings} operation that OpenAI defined and many servers know. What is sent is the
 * texts and the model's name, what comes back is bounded in time and size. Safe for use by many threads.
 */
public final class HttpEmbeddingModel implements EmbeddingModel {
    private static final int MOST_BYTES = 32 << 20;
    /** Statuses that are about the texts: too long, too many, not understood. */
    private static final Set<Integer> OF_THE_TEXTS = Set.of(400, 413, 422);

    private final EmbeddingSettings settings;
    private final Endpoint endpoint;
    private final RefusedCall refused;
    private final HttpClient client = ProviderTransport.newClient();

    public HttpEmbeddingModel(EmbeddingSettings settings, InstantSource clock) {
        this.settings = settings;
        this.endpoint = new Endpoint(settings.provider(), settings.name(), settings.baseUrl(), settings.key());
        this.refused = new RefusedCall(endpoint, clock);
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Embedded embed(List<Redacted> texts, Duration limit) {
        // The limit of a request ends with its headers, so the whole exchange has one of its own.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request(texts),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return read(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS), texts.size());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw ProviderTransport.cancelled();
        } catch (TimeoutException e) {
            answer.cancel(true);
            return unavailable(endpoint.name() + " did not answer within " + limit.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return unavailable(endpoint.host() + " cannot be reached or broke off: "
                    + reason(e.getCause() == null ? e : e.getCause()) + ".");
        }
    }

    private HttpRequest request(List<Redacted> texts) {
        ObjectNode body = Json.object().put("model", settings.name());
        ArrayNode input = body.putArray("input");
        texts.forEach(text -> input.add(text.text()));
        settings.dimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + "/embeddings"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
        return request.POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build();
    }

    private Embedded read(HttpResponse<byte[]> response, int texts) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new VectorAnswer(texts, settings.dimensions())
                    .read(body)
                    .map(Embedded.class::cast)
                    .orElseGet(() -> unavailable(endpoint.host() + " did not answer as an embedding model does: "
                            + (body.isBlank() ? "(nothing)" : endpoint.quote(body)) + "."));
        }
        ProviderFault fault = refused.byStatus(status, response.headers(), body);
        return OF_THE_TEXTS.contains(status)
                ? new Embedded.Refused(fault.failure().message())
                : new Embedded.Unavailable(fault.failure().message(), fault.waitAtLeast());
    }

    private static Embedded.Unavailable unavailable(String message) {
        return new Embedded.Unavailable(message, Duration.ZERO);
    }

    private String reason(Throwable cause) {
        String said = cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : "";
        return said.isEmpty() ? cause.getClass().getSimpleName() : endpoint.quote(said);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
