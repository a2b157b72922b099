package dev.writ.server.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An OpenID provider on the loopback address, with keys of its own, that does what the test says. */
public final class TestingProvider implements AutoCloseable {
    private static final int BITS = 2_048;

    private final HttpServer server;
    private final List<JWK> published = new ArrayList<>();
    /** How often each of its two documents was asked for. */
    public final AtomicInteger discoveries = new AtomicInteger();

    public final AtomicInteger keySets = new AtomicInteger();
    /** What it answers to whoever asks for its discovery document. */
    public volatile Function<String, Answer> discovery = document -> new Answer(200, document);
    /** What it answers to whoever asks for its keys. */
    public volatile Function<String, Answer> keys = document -> new Answer(200, document);

    /** The side where people log in. */
    public final TestingPeople people = new TestingPeople(this);

    private volatile RSAKey signing = key("first");

    /** @param location where it sends on to; empty for nowhere */
    public record Answer(int status, String body, String location) {
        public Answer(int status, String body) {
            this(status, body, "");
        }
    }

    public TestingProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        published.add(signing.toPublicJWK());
        server.createContext("/realm/.well-known/openid-configuration", exchange -> {
            discoveries.incrementAndGet();
            send(exchange, discovery.apply(document(issuer(), address() + "/keys")));
        });
        server.createContext("/authorize", people::page);
        server.createContext("/token", people::token);
        server.createContext("/keys", exchange -> {
            keySets.incrementAndGet();
            send(exchange, keys.apply(new JWKSet(published).toString()));
        });
        server.start();
    }

    public static String document(String issuer, String keys) {
        return Json.write(Json.object()
                .put("issuer", issuer)
                .put("jwks_uri", keys)
                .put("authorization_endpoint", keys.replace("/keys", "/authorize"))
                .put("token_endpoint", keys.replace("/keys", "/token")));
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String issuer() {
        return address() + "/realm";
    }

    public RSAKey signing() {
        return signing;
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(BITS).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs with a new key from now on, and publishes it in place of the old one. */
    public void rotate(String id) {
        signing = key(id);
        publish(signing);
    }

    public void publish(JWK key) {
        published.clear();
        published.add(key.toPublicJWK());
    }

    /** The claims of a token that is in order. */
    public JWTClaimsSet.Builder claims(String subject, String audience, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("groups", List.of("staff", "writ"))
                .claim("scope", "openid writ");
    }

    public String token(JWTClaimsSet.Builder claims) {
        return signed(header().build(), claims.build(), signing);
    }

    /** A token that says who somebody is. */
    public String identity(JWTClaimsSet.Builder claims) {
        return signed(header().type(JOSEObjectType.JWT).build(), claims.build(), signing);
    }

    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(signing.getKeyID())
                .type(new JOSEObjectType("at+jwt"));
    }

    public static String signed(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (!answer.location().isEmpty()) {
            exchange.getResponseHeaders().add("Location", answer.location());
        }
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
