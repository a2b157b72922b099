package dev.writ.server.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MCP-6: tokens of a provider that must not let anybody in, and those that must. */
class TokenVerifierTest {
    private static final String HERE = "http://127.0.0.1:8420/mcp";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private TestingProvider provider;
    private ProviderClient client;
    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        provider = new TestingProvider();
        client = new ProviderClient(provider.issuer(), Duration.ofSeconds(2));
        verifier = verifier(new Audience(List.of(HERE)));
    }

    private TokenVerifier verifier(Audience audience) {
        return new TokenVerifier(
                TokenKind.ACCESS, provider.issuer(), audience, new ProviderKeys(client::keys, now::get), now::get);
    }

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    @Test
    void a_token_that_is_in_order_says_who_its_bearer_is() {
        Verdict verdict = verify(claims());
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
        assertThat(((Verdict.Valid) verdict).subject()).isEqualTo("anna");
        assertThat(((Verdict.Valid) verdict).expiresAt()).isEqualTo(now.get().plusSeconds(300));
    }

    @Test
    void tokens_of_type_jwt_and_elliptic_signatures_are_accepted() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        provider.publish(key);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID("curve")
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims().build());
        jwt.sign(new ECDSASigner(key));
        assertThat(verifier.verify(jwt.serialize(), "/mcp")).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void a_token_for_somebody_else_is_refused() {
        refused(claims().audience("http://127.0.0.1:8420/other"), "The token is meant for somebody else.");
        refused(claims().audience(List.of()), "The token is meant for somebody else.");
        refused(claims().audience(HERE + "/"), "The token is meant for somebody else.");
    }

    @Test
    void a_token_of_another_issuer_is_refused_though_it_is_signed_with_the_key() {
        refused(claims().issuer(provider.issuer() + "/"), "The token is of another issuer.");
        refused(claims().issuer(null), "The token is of another issuer.");
    }

    @Test
    void a_token_counts_from_its_beginning_to_its_end_with_a_minute_for_clocks_that_differ() {
        String token = provider.token(claims());
        pass(Duration.ofSeconds(359));
        assertThat(verifier.verify(token, "/mcp")).isInstanceOf(Verdict.Valid.class);
        pass(Duration.ofSeconds(1));
        assertThat(verifier.verify(token, "/mcp")).isEqualTo(new Verdict.Invalid("The token has expired."));
    }

    @Test
    void a_token_that_is_not_valid_yet_is_refused() {
        Date soon = Date.from(now.get().plusSeconds(61));
        refused(claims().notBeforeTime(soon), "The token is not valid yet.");
        refused(claims().issueTime(soon), "The token is not valid yet.");
        assertThat(verify(claims().notBeforeTime(Date.from(now.get().plusSeconds(60)))))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void a_token_without_an_end_or_with_a_far_one_is_refused() {
        refused(claims().expirationTime(null), "The token lacks a usable sub, exp or iat.");
        refused(claims().issueTime(null), "The token lacks a usable sub, exp or iat.");
        refused(
                claims().expirationTime(
                                Date.from(now.get().plus(TokenVerifier.LONGEST).plusSeconds(1))),
                "The token lasts too long.");
    }

    @Test
    void a_subject_that_could_pass_for_other_words_is_refused() {
        for (String subject : List.of("", "a b", "a\nb", "ann\u0430", "x".repeat(256))) {
            refused(claims().subject(subject), "The token lacks a usable sub, exp or iat.");
        }
        refused(claims().subject(null), "The token lacks a usable sub, exp or iat.");
    }

    @Test
    void a_token_without_a_signature_is_refused() {
        String plain = new PlainJWT(claims().build()).serialize();
        assertThat(verifier.verify(plain, "/mcp")).isEqualTo(new Verdict.Invalid("The token is no signed JWT."));
        String[] parts = provider.token(claims()).split("\\.");
        assertThat(verifier.verify(parts[0] + "." + parts[1] + ".", "/mcp")).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void a_token_signed_with_the_public_key_as_a_shared_secret_is_refused() throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(provider.signing().getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims().build());
        jwt.sign(new MACSigner(provider.signing().toRSAPublicKey().getEncoded()));
        assertThat(verifier.verify(jwt.serialize(), "/mcp"))
                .isEqualTo(new Verdict.Invalid("The token is signed in a way that is not accepted."));
    }

    @Test
    void a_token_of_another_key_is_refused_whether_it_names_the_right_one_or_brings_its_own() throws JOSEException {
        RSAKey own = TestingProvider.key(provider.signing().getKeyID());
        unsigned(provider.header(), own);
        unsigned(provider.header().keyID("unknown"), own);
        unsigned(provider.header().keyID(null), own);
        unsigned(provider.header().keyID("own").jwk(own.toPublicJWK()), own);
    }

    @Test
    void a_token_whose_words_were_changed_after_it_was_signed_is_refused() {
        String[] signed = provider.token(claims()).split("\\.");
        String[] other = provider.token(claims().subject("admin")).split("\\.");
        assertThat(verifier.verify(signed[0] + "." + other[1] + "." + signed[2], "/mcp"))
                .isEqualTo(new Verdict.Invalid("The token is not signed with a key of the provider."));
    }

    @Test
    void a_short_key_counts_for_nothing() throws JOSEException {
        RSAKey weak = new RSAKeyGenerator(1_024, true).keyID("weak").generate();
        provider.publish(weak);
        JWSHeader header = provider.header().keyID("weak").build();
        assertThat(verifier.verify(signedByWeak(header, weak), "/mcp")).isInstanceOf(Verdict.Invalid.class);
    }

    private String signedByWeak(JWSHeader header, RSAKey weak) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims().build());
        jwt.sign(new RSASSASigner(weak, Set.of(AllowWeakRSAKey.getInstance())));
        return jwt.serialize();
    }

    @Test
    void an_id_token_and_other_types_are_refused() {
        String type = "The token does not say that it is an access token.";
        refused(provider.header().type(null), type);
        refused(provider.header().type(new JOSEObjectType("logout+jwt")), type);
    }

    @Test
    void a_token_with_critical_headers_is_refused() {
        refused(
                provider.header().criticalParams(Set.of("exp")).customParam("exp", 1),
                "The token has critical headers, and none is understood.");
    }

    @Test
    void a_token_that_is_bound_to_a_key_is_no_bearer_token() {
        refused(
                claims().claim("cnf", Map.of("jkt", "x")),
                "The token is bound to a key of its bearer, which is not supported.");
    }

    @Test
    void a_huge_token_is_refused_before_it_is_read() {
        refused(claims().claim("filler", "x".repeat(TokenKind.ACCESS.largest())), "The token is too long.");
        assertThat(provider.discoveries).hasValue(0);
    }

    @Test
    void what_is_no_token_at_all_is_refused_before_the_provider_is_asked() {
        for (String text : List.of("", ".", "..", "a.b.c", "eyJ9.e30.x", "{}", "[".repeat(8_000), "\u0000")) {
            assertThat(verifier.verify(text, "/mcp")).as(text).isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(provider.discoveries).hasValue(0);
    }

    @Test
    void without_an_audience_in_the_settings_it_is_the_address_of_the_endpoint() {
        Audience audience = new Audience(List.of());
        verifier = verifier(audience);
        String everything = provider.token(claims().audience("http://localhost:8420/mcp"));
        String files = provider.token(claims().audience("http://127.0.0.1:8420/mcp/file_system"));
        assertThat(verifier.verify(everything, "/mcp")).isInstanceOf(Verdict.Invalid.class);
        audience.servedOn(8420);
        assertThat(verifier.verify(everything, "/mcp")).isInstanceOf(Verdict.Valid.class);
        assertThat(verifier.verify(everything, "/mcp/file_system")).isInstanceOf(Verdict.Valid.class);
        assertThat(verifier.verify(files, "/mcp/file_system")).isInstanceOf(Verdict.Valid.class);
        assertThat(verifier.verify(files, "/mcp")).isInstanceOf(Verdict.Invalid.class);
        audience.servedOn(8421);
        assertThat(verifier.verify(everything, "/mcp")).isInstanceOf(Verdict.Invalid.class);
    }

    private JWTClaimsSet.Builder claims() {
        return provider.claims("anna", HERE, now.get());
    }

    private Verdict verify(JWTClaimsSet.Builder claims) {
        return verifier.verify(provider.token(claims), "/mcp");
    }

    private void refused(JWTClaimsSet.Builder claims, String reason) {
        assertThat(verify(claims)).isEqualTo(new Verdict.Invalid(reason));
    }

    private void refused(JWSHeader.Builder header, String reason) {
        String token = TestingProvider.signed(header.build(), claims().build(), provider.signing());
        assertThat(verifier.verify(token, "/mcp")).isEqualTo(new Verdict.Invalid(reason));
    }

    private void unsigned(JWSHeader.Builder header, RSAKey key) {
        String token = TestingProvider.signed(header.build(), claims().build(), key);
        assertThat(verifier.verify(token, "/mcp"))
                .isEqualTo(new Verdict.Invalid("The token is not signed with a key of the provider."));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
