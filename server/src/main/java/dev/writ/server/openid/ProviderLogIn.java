package dev.writ.server.openid;

import dev.writ.account.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How people log in with an OpenID provider.
 *
 * @param name of the provider, for people
 * @param issuer exactly as the provider writes it
 * @param clientId as which this server is known there
 * @param clientSecret that proves it; empty for a client that has none
 * @param scopes that are asked for, {@code openid} among them
 * @param person the claim that says what somebody is called, as a path of names
 * @param roles whoever fits one of these, the first that does, has its role; nobody else is let in
 */
public record ProviderLogIn(
        String name,
        String issuer,
        String clientId,
        Optional<String> clientSecret,
        List<String> scopes,
        List<String> person,
        List<RoleRule> roles) {
    private static final List<String> E_MAIL = List.of("email");

    public ProviderLogIn {
        scopes = List.copyOf(scopes);
        person = List.copyOf(person);
        roles = List.copyOf(roles);
    }

    /** Whoever fits has this role. */
    record RoleRule(ClaimRule rule, Role role) {
        /** An address that the provider has not verified is what somebody typed in there. */
        boolean fits(Map<String, Object> claims) {
            return rule.fits(claims)
                    && (!rule.path().equals(E_MAIL) || Boolean.TRUE.equals(claims.get("email_verified")));
        }
    }

    Optional<Role> roleFor(Map<String, Object> claims) {
        return roles.stream()
                .filter(rule -> rule.fits(claims))
                .map(RoleRule::role)
                .findFirst();
    }

    Optional<String> called(Map<String, Object> claims) {
        return ClaimRule.at(person, claims)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ProviderLogIn[" + issuer + ", " + clientId + "]";
    }
}
