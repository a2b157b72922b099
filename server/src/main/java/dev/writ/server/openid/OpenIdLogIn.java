package dev.writ.server.openid;

import com.nimbusds.jose.util.Base64URL;
import dev.writ.BearerSecret;
import dev.writ.WritException;
import dev.writ.account.Account;
import dev.writ.account.Role;
import dev.writ.account.VouchedPeople;
import dev.writ.server.web.WrongTries;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Lets people log in with the configured provider: the authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC
 * 7636), as RFC 9700 asks. Safe for use by many threads.
 */
public final class OpenIdLogIn implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenIdLogIn.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ProviderLogIn settings;
    private final VouchedPeople people;
    private final ProviderClient provider;
    private final ProviderEndpoints endpoints;
    private final CodeExchange codes;
    private final TokenVerifier verifier;
    private final PendingLogIns pending;
    private final WrongTries wrong;

    /** @param random whose numbers nobody can guess */
    public OpenIdLogIn(ProviderLogIn settings, VouchedPeople people, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.people = people;
        this.provider = new ProviderClient(settings.issuer(), PATIENCE);
        this.endpoints = new ProviderEndpoints(() -> Endpoints.of(provider), clock);
        this.codes = new CodeExchange(provider, settings);
        this.verifier = new TokenVerifier(
                TokenKind.IDENTITY,
                settings.issuer(),
                new Audience(List.of(settings.clientId())),
                new ProviderKeys(provider::keys, clock),
                clock);
        this.pending = new PendingLogIns(clock, random);
        this.wrong = new WrongTries(clock);
    }

    /** What becomes of whoever wants to log in. */
    public sealed interface Beginning {
        /**
         * They go to the provider.
         *
         * @param browser the secret that their browser keeps meanwhile
         */
        record Away(URI address, String browser) implements Beginning {}

        record Refused(Refusal refusal) implements Beginning {}
    }

    /** What a browser brings back; texts are empty where they are missing. */
    public record Return(String state, String code, String error, String issuer, String browser) {}

    /** What becomes of whoever comes back. */
    public sealed interface Ending {
        /**
         * @param person the name of their account
         * @param to the page that they wanted
         */
        record In(String person, String to) implements Ending {}

        /** @param to the page that they wanted, or {@code /} where that is not known */
        record Refused(Refusal refusal, String to) implements Ending {}
    }

    /** The name of the provider, for people. */
    public String name() {
        return settings.name();
    }

    /**
     * Begins a log-in.
     *
     * @param redirect to which address of this server the provider sends the browser
     * @param to the page to land on, a path of this server
     * @param browser the secret of an earlier beginning, where the browser has one
     */
    public Beginning begin(String redirect, String to, Optional<String> browser) {
        if (wrong.areTooMany()) {
            return new Beginning.Refused(Refusal.TOO_MANY);
        }
        try {
            URI where = endpoints.get().people();
            PendingLogIns.Begun begun = pending.begin(redirect, to, browser);
            return new Beginning.Away(address(where, begun), begun.browser());
        } catch (ProviderUnavailable e) {
            return new Beginning.Refused(refuse(Refusal.PROVIDER_AWAY, String.valueOf(e.getMessage())));
        }
    }

    private URI address(URI where, PendingLogIns.Begun begun) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", begun.pending().redirect());
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", begun.state());
        query.put("nonce", begun.pending().nonce());
        query.put("code_challenge", challenge(begun.pending().verifier()));
        query.put("code_challenge_method", "S256");
        return URI.create(where + (where.getRawQuery() == null ? "?" : "&") + Form.encode(query));
    }

    private static String challenge(String verifier) {
        return Base64URL.encode(HexFormat.of().parseHex(BearerSecret.hash(verifier)))
                .toString();
    }

    /** Ends a log-in. Whatever the end, its state and its code have been used up. */
    public Ending end(Return brought) {
        if (wrong.areTooMany()) {
            return new Ending.Refused(Refusal.TOO_MANY, "/");
        }
        Optional<PendingLogIns.Pending> one = pending.take(brought.state(), brought.browser());
        if (one.isEmpty()) {
            return new Ending.Refused(refuse(Refusal.NOT_BEGUN, ""), "/");
        }
        String to = one.get().to();
        try {
            return enter(brought, one.get());
        } catch (ProviderUnavailable e) {
            return new Ending.Refused(refuse(Refusal.PROVIDER_AWAY, String.valueOf(e.getMessage())), to);
        } catch (WritException e) {
            LOG.log(
                    Level.WARNING,
                    "A person could not be let in: {0}",
                    e.failure().message());
            return new Ending.Refused(Refusal.FAILED, to);
        }
    }

    private Ending enter(Return brought, PendingLogIns.Pending one) throws ProviderUnavailable {
        Endpoints known = endpoints.get();
        boolean foreign = brought.issuer().isEmpty()
                ? known.namesIssuer()
                : !brought.issuer().equals(settings.issuer());
        if (foreign) {
            return refused(Refusal.TOKEN, "The answer does not come from this provider.", one);
        }
        if (!brought.error().isEmpty()) {
            return brought.error().equals("access_denied")
                    ? refused(Refusal.DECLINED, "", one)
                    : refused(Refusal.PROVIDER_ERROR, "", one);
        }
        if (brought.code().isEmpty()) {
            return refused(Refusal.PROVIDER_ERROR, "It sent no code.", one);
        }
        return switch (codes.exchange(known, brought.code(), one)) {
            case CodeExchange.Result.Refused(String why) -> {
                LOG.log(Level.WARNING, "The OpenID provider gave no token for a code: {0}.", why);
                Refusal refusal = why.contains("client") ? Refusal.CLIENT : Refusal.CODE;
                yield refused(refusal, "It says: " + why + ".", one);
            }
            case CodeExchange.Result.Token(String token) -> enter(token, one);
        };
    }

    private Ending enter(String token, PendingLogIns.Pending one) throws ProviderUnavailable {
        return switch (verifier.verify(token, "")) {
            case Verdict.Unknown _ -> throw new ProviderUnavailable("its keys are not known");
            case Verdict.Invalid(String reason) -> refused(Refusal.TOKEN, reason, one);
            case Verdict.Valid valid -> enter(valid, one);
        };
    }

    private Ending enter(Verdict.Valid valid, PendingLogIns.Pending one) {
        Map<String, Object> claims = valid.claims();
        if (!one.nonce().equals(claims.get("nonce"))) {
            return refused(Refusal.TOKEN, "The token is that of another log-in.", one);
        }
        if (!isForThisClientAlone(claims)) {
            return refused(Refusal.TOKEN, "The token was given to another client.", one);
        }
        Optional<Role> role = settings.roleFor(claims);
        Optional<String> called = settings.called(claims);
        if (role.isEmpty()) {
            return refused(Refusal.NO_ROLE, "", one);
        }
        if (called.isEmpty()) {
            return refused(Refusal.NO_NAME, "", one);
        }
        return admit(new VouchedPeople.Person(settings.issuer(), valid.subject(), called.get(), role.get()), one.to());
    }

    /** OpenID Connect Core 1.0, section 3.1.3.7: who is named beside this server must not be who got the token. */
    private boolean isForThisClientAlone(Map<String, Object> claims) {
        Object holder = claims.get("azp");
        boolean many = claims.get("aud") instanceof List<?> audience && audience.size() > 1;
        return holder == null ? !many : holder.equals(settings.clientId());
    }

    private Ending admit(VouchedPeople.Person person, String to) {
        return switch (people.admit(person)) {
            case VouchedPeople.Admission.Admitted(Account account) -> new Ending.In(account.name(), to);
            case VouchedPeople.Admission.ShutOut _ -> {
                wrong.add();
                yield new Ending.Refused(Refusal.SHUT_OUT, to);
            }
            case VouchedPeople.Admission.Nameless _ -> {
                wrong.add();
                yield new Ending.Refused(Refusal.NO_NAME, to);
            }
        };
    }

    private Ending refused(Refusal refusal, String more, PendingLogIns.Pending one) {
        return new Ending.Refused(refuse(refusal, more), one.to());
    }

    /** Counts it and puts it on record. */
    private Refusal refuse(Refusal refusal, String more) {
        wrong.add();
        people.refused((refusal.sentence() + " " + more).strip());
        return refusal;
    }

    @Override
    public void close() {
        provider.close();
    }
}
