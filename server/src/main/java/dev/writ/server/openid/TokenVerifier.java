package dev.writ.server.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks tokens that are signed JWTs, as RFC 9068, RFC 8725 and OpenID Connect Core 1.0 ask: nothing of one is believed before
 * its signature.
 */
final class TokenVerifier {
    /** By how much clocks may differ. */
    static final Duration SKEW = Duration.ofSeconds(60);
    /** The longest that one may last. */
    static final Duration LONGEST = Duration.ofDays(90);

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,255}");

    private final TokenKind kind;
    private final String issuer;
    private final Audience audience;
    private final ProviderKeys keys;
    private final InstantSource clock;

    TokenVerifier(TokenKind kind, String issuer, Audience audience, ProviderKeys keys, InstantSource clock) {
        this.kind = kind;
        this.issuer = issuer;
        this.audience = audience;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param path of the endpoint that it is shown to */
    Verdict verify(String token, String path) {
        if (token.length() > kind.largest()) {
            return new Verdict.Invalid("The token is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            Optional<String> mistake = mistake(jwt.getHeader());
            if (mistake.isPresent()) {
                return new Verdict.Invalid(mistake.get());
            }
            return isSigned(jwt)
                    ? judge(jwt.getJWTClaimsSet(), path)
                    : new Verdict.Invalid("The token is not signed with a key of the provider.");
        } catch (ParseException | IllegalArgumentException e) {
            return new Verdict.Invalid("The token is no signed JWT.");
        } catch (ProviderUnavailable e) {
            return new Verdict.Unknown();
        }
    }

    private Optional<String> mistake(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return Optional.of("The token is signed in a way that is not accepted.");
        }
        if (!kind.fits(Optional.ofNullable(header.getType()))) {
            return Optional.of("The token does not say that it is an " + kind.words() + ".");
        }
        return header.getCriticalParams() == null
                ? Optional.empty()
                : Optional.of("The token has critical headers, and none is understood.");
    }

    private boolean isSigned(SignedJWT jwt) throws ProviderUnavailable {
        for (JWK key : keys.matching(jwt.getHeader())) {
            if (isSigned(jwt, key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSigned(SignedJWT jwt, JWK key) {
        try {
            return jwt.verify(verifier(key));
        } catch (JOSEException e) {
            // The key is for another algorithm than the token's.
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey curve -> new ECDSAVerifier(curve);
            default -> throw new JOSEException("no key for signatures that are accepted");
        };
    }

    private Verdict judge(JWTClaimsSet claims, String path) {
        Optional<Instant> expires = instant(claims.getExpirationTime());
        Optional<Instant> issued = instant(claims.getIssueTime());
        Optional<String> subject = Optional.ofNullable(claims.getSubject())
                .filter(name -> SUBJECT.matcher(name).matches());
        if (!issuer.equals(claims.getIssuer())) {
            return new Verdict.Invalid("The token is of another issuer.");
        }
        if (!audience.includes(named(claims), path)) {
            return new Verdict.Invalid("The token is meant for somebody else.");
        }
        if (expires.isEmpty() || issued.isEmpty() || subject.isEmpty()) {
            return new Verdict.Invalid("The token lacks a usable sub, exp or iat.");
        }
        if (claims.getClaim("cnf") != null) {
            return new Verdict.Invalid("The token is bound to a key of its bearer, which is not supported.");
        }
        return outOfTime(claims, issued.get(), expires.get())
                .<Verdict>map(Verdict.Invalid::new)
                .orElseGet(() -> new Verdict.Valid(subject.get(), claims.getClaims(), issued.get(), expires.get()));
    }

    private Optional<String> outOfTime(JWTClaimsSet claims, Instant issued, Instant expires) {
        Instant now = clock.instant();
        if (!now.isBefore(expires.plus(SKEW))) {
            return Optional.of("The token has expired.");
        }
        if (issued.isAfter(now.plus(SKEW))
                || instant(claims.getNotBeforeTime())
                        .filter(start -> start.isAfter(now.plus(SKEW)))
                        .isPresent()) {
            return Optional.of("The token is not valid yet.");
        }
        return expires.isAfter(now.plus(LONGEST)) ? Optional.of("The token lasts too long.") : Optional.empty();
    }

    private static List<String> named(JWTClaimsSet claims) {
        return Optional.ofNullable(claims.getAudience()).orElse(List.of());
    }

    private static Optional<Instant> instant(Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }
}
