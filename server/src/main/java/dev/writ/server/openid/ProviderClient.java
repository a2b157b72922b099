package dev.writ.server.openid;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to the provider, whose discovery document (OpenID Connect Discovery 1.0) names the addresses of everything else. No
 * redirect is followed, and an answer has a largest size and a longest time.
 */
final class ProviderClient implements AutoCloseable {
    private static final int LARGEST_DISCOVERY = 128 << 10;
    private static final int LARGEST_KEYS = 256 << 10;
    private static final int LARGEST_ANSWER = 256 << 10;
    private static final int MOST_KEYS = 100;
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int OK = 200;

    private final String issuer;
    private final Duration patience;
    private final HttpClient http;

    /** @param patience how long one answer may take, from its first to its last byte */
    ProviderClient(String issuer, Duration patience) {
        this.issuer = issuer;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    /** The keys that it signs with now, those alone that this server can check signatures with. */
    List<JWK> keys() throws ProviderUnavailable {
        URI address = address(discovery(), "jwks_uri", "keys");
        try {
            return JWKSet.parse(get(address, LARGEST_KEYS, "key set")).getKeys().stream()
                    .filter(ProviderClient::isUsable)
                    .map(JWK::toPublicJWK)
                    .limit(MOST_KEYS)
                    .toList();
        } catch (ParseException e) {
            throw new ProviderUnavailable("its key set is none");
        }
    }

    /** What the provider says of itself. */
    JsonNode discovery() throws ProviderUnavailable {
        String document = get(
                URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                        + "/.well-known/openid-configuration"),
                LARGEST_DISCOVERY,
                "discovery document");
        JsonNode discovered;
        try {
            discovered = Json.parseObject(document);
        } catch (WritException e) {
            throw new ProviderUnavailable("its discovery document is no JSON object");
        }
        if (!issuer.equals(discovered.path("issuer").asString(""))) {
            throw new ProviderUnavailable("its discovery document is that of another issuer");
        }
        return discovered;
    }

    /**
     * An address that the provider names.
     *
     * @param what for messages: what is there
     */
    URI address(JsonNode discovery, String name, String what) throws ProviderUnavailable {
        return checked(Address.safe(discovery.path(name).asString("")), what);
    }

    /** The address where people log in, which may have a query. */
    URI addressForPeople(JsonNode discovery) throws ProviderUnavailable {
        return checked(
                Address.safeWithQuery(discovery.path("authorization_endpoint").asString("")), "log-in page");
    }

    private URI checked(Optional<URI> named, String what) throws ProviderUnavailable {
        URI address =
                named.orElseThrow(() -> new ProviderUnavailable("the address of its " + what + " is no https one"));
        if (Address.isInside(address) && !Address.isInside(URI.create(issuer))) {
            throw new ProviderUnavailable("it says that its " + what + " is on this machine");
        }
        return address;
    }

    /** What it said, with whatever status. */
    record Answer(int status, String body) {}

    /**
     * Sends a form.
     *
     * @param authorization how this server proves who it is; empty where the form does, or nothing
     */
    Answer post(URI address, Map<String, String> form, Optional<String> authorization, String what)
            throws ProviderUnavailable {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(Form.encode(form)));
        authorization.ifPresent(proof -> request.header("Authorization", proof));
        return send(request.build(), LARGEST_ANSWER, what);
    }

    private static boolean isUsable(JWK key) {
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= LEAST_RSA_BITS;
            case ECKey _ -> true;
            default -> false;
        };
    }

    private String get(URI address, int largest, String what) throws ProviderUnavailable {
        Answer answer = send(HttpRequest.newBuilder(address).build(), largest, what);
        if (answer.status() != OK) {
            throw new ProviderUnavailable("its " + what + " came with status " + answer.status());
        }
        return answer.body();
    }

    private Answer send(HttpRequest request, int largest, String what) throws ProviderUnavailable {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new ProviderUnavailable("its " + what + " did not come in time");
        } catch (ExecutionException e) {
            throw new ProviderUnavailable(
                    e.getCause() instanceof IOException failure && isTooLarge(failure)
                            ? "its " + what + " is too large"
                            : "its " + what + " cannot be fetched");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailable("this server is shutting down");
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean isTooLarge(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("exceed");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
