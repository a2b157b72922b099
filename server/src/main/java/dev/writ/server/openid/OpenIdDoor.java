package dev.writ.server.openid;

import dev.writ.WritException;
import dev.writ.outside.AccessToken;
import dev.writ.outside.OutsideAgents;
import dev.writ.outside.OutsideSubjects;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets agents in with tokens of the configured provider. Safe for use by many threads. */
public final class OpenIdDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenIdDoor.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OpenIdSettings settings;
    private final OutsideSubjects subjects;
    private final Audience audience;
    private final ProviderClient provider;
    private final TokenVerifier verifier;

    public OpenIdDoor(OpenIdSettings settings, OutsideSubjects subjects, InstantSource clock) {
        this(settings, subjects, clock, PATIENCE);
    }

    /** @param patience how long one answer of the provider may take */
    OpenIdDoor(OpenIdSettings settings, OutsideSubjects subjects, InstantSource clock, Duration patience) {
        this.settings = settings;
        this.subjects = subjects;
        this.audience = new Audience(settings.audience());
        this.provider = new ProviderClient(settings.issuer(), patience);
        this.verifier = new TokenVerifier(
                TokenKind.ACCESS, settings.issuer(), audience, new ProviderKeys(provider::keys, clock), clock);
    }

    /** What becomes of whoever shows a token. No text holds anything of it. */
    public sealed interface Entry {
        /** @param mayApprove whether the person at its side may approve what it asks for */
        record Open(AccessToken token, boolean mayApprove) implements Entry {}

        /** Another token is needed. */
        record InvalidToken(String reason) implements Entry {}

        /** The token must have this scope. */
        record NeedsScope(String scope) implements Entry {}

        /** No token helps. */
        record Closed(String reason) implements Entry {}

        /** Nobody can be let in now. */
        record Unavailable(String reason) implements Entry {}
    }

    /** Says on which port the endpoints are, whose addresses are the audience where none is configured. */
    public void servedOn(int port) {
        audience.servedOn(port);
    }

    public String issuer() {
        return settings.issuer();
    }

    public Optional<String> requiredScope() {
        return settings.requiredScope();
    }

    /** @param path of the endpoint that the token is shown to */
    public Entry enter(String token, String path) {
        return switch (verifier.verify(token, path)) {
            case Verdict.Invalid(String reason) -> new Entry.InvalidToken(reason);
            case Verdict.Unknown _ ->
                new Entry.Unavailable("The OpenID provider cannot be asked now; try again later.");
            case Verdict.Valid valid -> enter(valid);
        };
    }

    private Entry enter(Verdict.Valid valid) {
        Optional<String> missing =
                settings.requiredScope().filter(scope -> scopes(valid.claims()).noneMatch(scope::equals));
        if (missing.isPresent()) {
            return new Entry.NeedsScope(missing.get());
        }
        if (!settings.letsIn(valid.claims())) {
            return new Entry.Closed("This server lets in others than the one the token is for.");
        }
        OutsideSubjects.Proof proof = new OutsideSubjects.Proof(
                settings.issuer(),
                valid.subject(),
                valid.issuedAt(),
                valid.expiresAt().plus(TokenVerifier.SKEW).plus(settings.keep()));
        try {
            return switch (subjects.admit(proof, invitation(valid))) {
                case OutsideSubjects.Admission.Admitted(AccessToken admitted) ->
                    new Entry.Open(admitted, settings.mayApprove());
                case OutsideSubjects.Admission.Spent _ ->
                    new Entry.InvalidToken("The task has ended; a token that is issued now begins another.");
                case OutsideSubjects.Admission.ShutOut _ -> new Entry.Closed("A person has ended this agent's access.");
            };
        } catch (WritException e) {
            LOG.log(
                    Level.WARNING,
                    "An agent with a token of the OpenID provider could not be let in: {0}",
                    e.failure().message());
            return new Entry.Unavailable("Nobody can be let in now; the log of this server says why.");
        }
    }

    /** The scopes of a token: a text with blanks between them (RFC 9068), or a list as some providers write it. */
    private static Stream<String> scopes(Map<String, Object> claims) {
        return Stream.of("scope", "scp")
                .flatMap(name -> Stream.ofNullable(claims.get(name)))
                .flatMap(claim -> switch (claim) {
                    case String text -> Arrays.stream(text.split(" "));
                    case Collection<?> list -> list.stream().map(String::valueOf);
                    default -> Stream.empty();
                });
    }

    private OutsideAgents.Invitation invitation(Verdict.Valid valid) {
        return new OutsideAgents.Invitation(
                settings.agentFor(valid.claims()),
                settings.purpose(),
                settings.workspace(),
                settings.allow(),
                settings.reading(),
                settings.mayApprove(),
                TokenVerifier.LONGEST,
                "person:openid:" + valid.subject());
    }

    @Override
    public void close() {
        provider.close();
    }
}
