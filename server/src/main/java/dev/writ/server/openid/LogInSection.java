package dev.writ.server.openid;

import dev.writ.Setting;
import dev.writ.WritException;
import dev.writ.account.Role;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads {@code login: …} of the settings file strictly. */
public final class LogInSection {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:env:)?[A-Za-z_][A-Za-z0-9_]*}");
    private static final Pattern PROVIDER = Pattern.compile("\\P{C}{1,40}");
    private static final String OPENID = "openid";

    private LogInSection() {}

    /**
     * @param login the settings file's part {@code login}, or missing
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    public static LogInSettings read(JsonNode login, Map<String, String> environment) {
        if (login.isMissingNode()) {
            return new LogInSettings(Optional.empty(), Optional.empty());
        }
        Setting section = new Setting("login", login).object(Set.of("public_address", OPENID));
        return new LogInSettings(
                section.child("public_address").map(LogInSection::publicAddress),
                section.child(OPENID).map(provider -> provider(provider, environment)));
    }

    private static ProviderLogIn provider(Setting section, Map<String, String> environment) {
        section.object(Set.of("name", "issuer", "client_id", "client_secret", "scopes", "person", "roles"));
        String issuer = OpenIdSection.issuer(section);
        List<String> person = OpenIdSection.oneOrMore(section, "person");
        return new ProviderLogIn(
                section.child("name")
                        .map(LogInSection::name)
                        .orElse(URI.create(issuer).getHost()),
                issuer,
                section.required("client_id"),
                section.child("client_secret").map(setting -> secret(setting, environment)),
                scopes(section),
                person.isEmpty() ? List.of("preferred_username") : person,
                roles(section));
    }

    private static String name(Setting setting) {
        if (!PROVIDER.matcher(OpenIdSection.words(setting)).matches()) {
            throw setting.wrong("is no name for a button", "Use up to 40 characters on one line.");
        }
        return setting.text();
    }

    private static String secret(Setting setting, Map<String, String> environment) {
        if (!VARIABLE.matcher(setting.text()).matches()) {
            throw setting.wrong(
                    "must not be in the file",
                    "Put it into a variable of the environment, and name that here: \"${WRIT_OPENID_SECRET}\".");
        }
        String secret = setting.text(environment);
        if (secret.isBlank()) {
            throw setting.wrong("is empty", "Set the variable, or leave the key out for a client without a secret.");
        }
        return secret;
    }

    private static List<String> scopes(Setting section) {
        List<String> scopes =
                section.list("scopes").stream().map(OpenIdSection::scope).toList();
        if (scopes.isEmpty()) {
            return List.of(OPENID, "profile");
        }
        if (!scopes.contains(OPENID)) {
            throw section.at("scopes").wrong("lacks openid", "Add it: without it no provider says who somebody is.");
        }
        return scopes;
    }

    private static List<ProviderLogIn.RoleRule> roles(Setting section) {
        List<ProviderLogIn.RoleRule> rules =
                section.list("roles").stream().map(LogInSection::rule).toList();
        if (rules.isEmpty()) {
            throw section.at("roles")
                    .wrong(
                            "lets nobody in",
                            "Say who has which role, as in [{claim: groups, values: [writ], role: operator}].");
        }
        return rules;
    }

    private static ProviderLogIn.RoleRule rule(Setting rule) {
        rule.object(Set.of("claim", "values", "role"));
        return new ProviderLogIn.RoleRule(OpenIdSection.rule(rule), role(rule.at("role"), rule.required("role")));
    }

    private static Role role(Setting place, String word) {
        try {
            return Role.parse(word);
        } catch (WritException e) {
            throw place.wrong("is no role", e.failure().hint());
        }
    }

    private static URI publicAddress(Setting setting) {
        return Address.safe(setting.text())
                .filter(uri -> uri.getRawPath().isEmpty() && !uri.getHost().startsWith("["))
                .orElseThrow(() -> setting.wrong(
                        "is no address of a server",
                        "Give it as browsers see it, without a path: https://writ.example.org."));
    }
}
