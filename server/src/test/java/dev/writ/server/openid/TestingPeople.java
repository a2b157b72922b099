package dev.writ.server.openid;

import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import dev.writ.Json;
import dev.writ.server.openid.TestingProvider.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The side of a {@link TestingProvider} where people log in: strict about what a client must send, else as the test says. */
public final class TestingPeople {
    public static final String CLIENT = "writ at work";
    public static final String SECRET = "a secret: with+signs";

    private final TestingProvider provider;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    /** How many codes were brought to it. */
    public final AtomicInteger exchanges = new AtomicInteger();
    /** Who logs in. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> person = claims -> claims;
    /** The token that is made of who logged in. */
    public volatile BiFunction<TestingProvider, JWTClaimsSet.Builder, String> sign = TestingProvider::identity;
    /** What it answers to who brings a code. */
    public volatile UnaryOperator<Answer> answer = usual -> usual;

    TestingPeople(TestingProvider provider) {
        this.provider = provider;
    }

    /** The page on which somebody agrees, as the browser gets it. */
    void page(HttpExchange exchange) throws IOException {
        Map<String, String> asked = values(exchange.getRequestURI().getRawQuery());
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        TestingProvider.send(
                exchange,
                new Answer(
                        200,
                        "<!doctype html><title>Provider</title><a id=yes href=\""
                                + back(asked).replace("&", "&amp;")
                                + "\">Yes</a> <a id=no href=\"" + asked.get("redirect_uri")
                                + "?error=access_denied&amp;state=" + asked.get("state") + "\">No</a>"));
    }

    /** Where somebody is sent who agreed to what this address asks. */
    public String agree(URI authorization) {
        return back(values(authorization.getRawQuery()));
    }

    private String back(Map<String, String> asked) {
        if (!"code".equals(asked.get("response_type"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || !CLIENT.equals(asked.get("client_id"))
                || !Arrays.asList(asked.get("scope").split(" ")).contains("openid")) {
            throw new AssertionError("no request of OpenID Connect with PKCE: " + asked);
        }
        String code = "code-" + numbers.incrementAndGet();
        codes.put(code, asked);
        return asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state");
    }

    void token(HttpExchange exchange) throws IOException {
        exchanges.incrementAndGet();
        Map<String, String> form = values(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String due = "Basic " + Base64.encode(Form.encode(CLIENT) + ":" + Form.encode(SECRET));
        Map<String, String> asked = codes.getOrDefault(form.getOrDefault("code", ""), Map.of());
        codes.remove(form.getOrDefault("code", ""));
        if (!sent.equals(due)) {
            TestingProvider.send(exchange, answer.apply(new Answer(401, "{\"error\":\"invalid_client\"}")));
        } else if (asked.isEmpty()
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")))) {
            TestingProvider.send(exchange, answer.apply(new Answer(400, "{\"error\":\"invalid_grant\"}")));
        } else {
            JWTClaimsSet.Builder claims = person.apply(provider.claims("subject-1", CLIENT, Instant.now())
                    .claim("nonce", asked.get("nonce"))
                    .claim("preferred_username", "ada"));
            TestingProvider.send(
                    exchange,
                    answer.apply(new Answer(
                            200,
                            Json.write(Json.object()
                                    .put("access_token", "opaque")
                                    .put("token_type", "Bearer")
                                    .put("id_token", sign.apply(provider, claims))))));
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64URL.encode(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> values(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
