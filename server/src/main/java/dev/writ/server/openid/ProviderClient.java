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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * Asks the provider for its keys: the discovery document of the issuer (OpenID Connect Discovery 1.0) names their address. No
 * redirect is followed, and an answer has a largest size and a longest time.
 */
final class ProviderClient implements AutoCloseable {
    private static final int LARGEST_DISCOVERY = 128 << 10;
    private static final int LARGEST_KEYS = 256 << 10;
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
        URI address = keyAddress(get(discovery(), LARGEST_DISCOVERY, "discovery document"));
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

    private URI discovery() {
        return URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + "/.well-known/openid-configuration");
    }

    private URI keyAddress(String document) throws ProviderUnavailable {
        JsonNode discovered;
        try {
            discovered = Json.parseObject(document);
        } catch (WritException e) {
            throw new ProviderUnavailable("its discovery document is no JSON object");
        }
        if (!issuer.equals(discovered.path("issuer").asString(""))) {
            throw new ProviderUnavailable("its discovery document is that of another issuer");
        }
        URI keys = Address.safe(discovered.path("jwks_uri").asString(""))
                .orElseThrow(() -> new ProviderUnavailable("its keys have no https address"));
        if (Address.isInside(keys) && !Address.isInside(URI.create(issuer))) {
            throw new ProviderUnavailable("it says that its keys are on this machine");
        }
        return keys;
    }

    private static boolean isUsable(JWK key) {
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= LEAST_RSA_BITS;
            case ECKey _ -> true;
            default -> false;
        };
    }

    private String get(URI address, int largest, String what) throws ProviderUnavailable {
        HttpRequest request = HttpRequest.newBuilder(address).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new ProviderUnavailable("its " + what + " came with status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
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
