package dev.writ.server.openid;

import dev.writ.Setting;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import dev.writ.permission.GrantDuration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads {@code mcp: openid: …} of the settings file strictly. */
public final class OpenIdSection {
    private static final Set<String> NAMES = Set.of(
            "issuer",
            "audience",
            "required_scope",
            "who",
            "agents",
            "agent",
            "purpose",
            "workspace",
            "allow",
            "reading",
            "may_approve",
            "keep");
    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    private static final Duration USUAL_KEEP = Duration.ofMinutes(30);

    private OpenIdSection() {}

    /**
     * @param mcp the settings file's part {@code mcp}, or missing
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    public static Optional<OpenIdSettings> read(JsonNode mcp) {
        return mcp.isMissingNode()
                ? Optional.empty()
                : new Setting("mcp", mcp)
                        .object(Set.of("openid"))
                        .child("openid")
                        .map(OpenIdSection::read);
    }

    private static OpenIdSettings read(Setting section) {
        section.object(NAMES);
        return new OpenIdSettings(
                issuer(section),
                oneOrMore(section, "audience"),
                section.child("required_scope").map(OpenIdSection::scope),
                who(section),
                section.list("agents").stream().map(OpenIdSection::agent).toList(),
                section.child("agent").map(OpenIdSection::words).orElse("worker"),
                section.required("purpose"),
                section.child("workspace").map(OpenIdSection::folder),
                section.texts("allow").stream().map(Allow::parse).collect(Collectors.toUnmodifiableSet()),
                section.truth("reading"),
                section.truth("may_approve"),
                section.child("keep")
                        .map(Setting::text)
                        .map(GrantDuration::parse)
                        .orElse(USUAL_KEEP));
    }

    static String issuer(Setting section) {
        String issuer = section.required("issuer");
        if (Address.safe(issuer).isEmpty()) {
            throw section.at("issuer")
                    .wrong(
                            "is no address of a provider",
                            "Give the https address as its tokens name it; http is for this machine alone.");
        }
        return issuer;
    }

    private static List<ClaimRule> who(Setting section) {
        List<ClaimRule> rules = section.list("who").stream()
                .map(rule -> rule(rule.object(Set.of("claim", "values"))))
                .toList();
        if (rules.isEmpty()) {
            throw section.at("who")
                    .wrong("lets nobody in", "Name claims with their values, as in [{claim: groups, values: [writ]}].");
        }
        return rules;
    }

    private static OpenIdSettings.AgentRule agent(Setting rule) {
        rule.object(Set.of("claim", "values", "agent"));
        return new OpenIdSettings.AgentRule(rule(rule), rule.required("agent"));
    }

    static ClaimRule rule(Setting rule) {
        List<String> path = oneOrMore(rule, "claim");
        List<String> values = oneOrMore(rule, "values");
        if (path.isEmpty() || values.isEmpty()) {
            throw rule.wrong(
                    "lacks its claim or its values",
                    "Write for instance {claim: groups, values: [writ]}, or {claim: [realm_access, roles], values: [writ]}.");
        }
        return new ClaimRule(path, Set.copyOf(values));
    }

    /** A list of texts, or a text alone. */
    static List<String> oneOrMore(Setting section, String name) {
        Optional<Setting> child = section.child(name);
        boolean one = child.isPresent() && child.get().value().isString();
        return (one ? child.stream() : section.list(name).stream())
                .map(OpenIdSection::words)
                .toList();
    }

    static String words(Setting setting) {
        if (setting.text().isBlank()) {
            throw setting.wrong("is empty", "Say something, or leave it out.");
        }
        return setting.text();
    }

    static String scope(Setting setting) {
        if (!SCOPE.matcher(setting.text()).matches()) {
            throw setting.wrong("is not one scope", "Give one, without blanks or quotes.");
        }
        return setting.text();
    }

    private static Path folder(Setting setting) {
        try {
            Path path = Path.of(setting.text());
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw setting.wrong("is not a path", "Name a folder that exists, from the root on.");
        }
        throw setting.wrong("is not an absolute path", "Name a folder that exists, from the root on.");
    }
}
