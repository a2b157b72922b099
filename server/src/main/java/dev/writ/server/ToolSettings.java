package dev.writ.server;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.CeilingSettings;
import dev.writ.tool.git.GitSettings;
import dev.writ.tool.git.Identity;
import dev.writ.tool.message.MessageRoutes;
import dev.writ.tool.message.MessageType;
import dev.writ.tool.message.Route;
import dev.writ.tool.thirdparty.ServerConfiguration;
import dev.writ.tool.thirdparty.ServerSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings file's parts about single tools: {@code messages}, {@code git}, the servers of third parties, and the
 * ceilings all of them live under.
 */
public record ToolSettings(
        MessageRoutes messages, GitSettings git, List<ServerSettings> servers, CeilingSettings ceilings) {
    /** The parts of a settings file that say what agents may be granted. */
    static final List<String> POLICY = List.of("ceiling", "auto_approve", "protected_branches", "two_people");

    /** @throws WritException with {@code invalid_arguments} naming what is wrong */
    public static ToolSettings read(Settings settings) {
        List<ServerSettings> servers = ServerConfiguration.read(
                settings.value("servers"), settings.value("servers_from"), settings.environment());
        CeilingSettings ceilings = ceilings(settings.sections(POLICY), servers);
        return new ToolSettings(
                messages(settings.section("messages"), settings.environment()),
                git(settings.section("git"), ceilings),
                servers,
                ceilings);
    }

    /**
     * The ceilings of these servers under a policy.
     *
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    CeilingSettings ceilings(ObjectNode policy) {
        return ceilings(policy, servers);
    }

    private static CeilingSettings ceilings(ObjectNode policy, List<ServerSettings> servers) {
        return CeilingSettings.read(policy)
                .withServers(servers.stream().map(ServerSettings::name).toList());
    }

    /**
     * Reads {@code {"error": ["inbox", "terminal", {"webhook": "ops", "url": "https://…", "secret_env": "NAME"}]}}: for each
     * message type its routes.
     */
    private static MessageRoutes messages(JsonNode section, Map<String, String> environment) {
        Map<MessageType, List<Route>> byType = new EnumMap<>(MessageType.class);
        for (String type : section.propertyNames()) {
            List<Route> routes = new ArrayList<>();
            section.path(type).forEach(route -> routes.add(route(route, environment)));
            byType.put(MessageType.parse(type), routes);
        }
        return new MessageRoutes(byType);
    }

    private static Route route(JsonNode route, Map<String, String> environment) {
        if (route.isObject()) {
            only("messages", route, Set.of("webhook", "url", "secret_env"));
            String variable = route.path("secret_env").asString("");
            return new Route.Webhook(
                    route.path("webhook").asString(""),
                    address(route.path("url").asString("")),
                    environment.getOrDefault(variable, ""));
        }
        return switch (route.asString("")) {
            case "inbox" -> new Route.Inbox();
            case "terminal" -> new Route.Terminal();
            default ->
                throw wrong(
                        "There is no message route '" + route.asString("") + "'.",
                        "Use inbox, terminal, or an object with webhook, url and secret_env.");
        };
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' is not an address.", "Give an http or https URL.");
        }
    }

    /** Reads {@code {"committer": {"name": …, "email": …}, "remotes": ["github.com/**"]}}. */
    private static GitSettings git(JsonNode section, CeilingSettings ceilings) {
        only("git", section, Set.of("committer", "remotes", "signers"));
        GitSettings usual = GitSettings.defaults().withProtectedBranches(ceilings.protectedBranches());
        List<String> remotes = new ArrayList<>();
        section.path("remotes").forEach(remote -> remotes.add(remote.asString("")));
        List<String> signers = new ArrayList<>();
        section.path("signers").forEach(signer -> signers.add(signer.asString("")));
        GitSettings git = (remotes.isEmpty() ? usual : usual.withRemotes(remotes)).withSigners(signers);
        JsonNode committer = section.path("committer");
        return committer.isObject()
                ? new GitSettings(
                        git.protectedBranches(),
                        git.commits(),
                        new Identity(
                                committer.path("name").asString(""),
                                committer.path("email").asString("")),
                        git.remotes(),
                        git.gitHub(),
                        git.networkTimeout(),
                        git.signers())
                : git;
    }

    private static void only(String section, JsonNode node, Set<String> known) {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw wrong(
                        "There is no setting '" + name + "' in " + section + ".",
                        "Known are: " + known.stream().sorted().toList() + ".");
            }
        }
    }

    private static WritException wrong(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
