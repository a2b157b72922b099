package dev.writ.tool.thirdparty;

import dev.writ.Json;
import dev.writ.Setting;
import dev.writ.WritException;
import dev.writ.permission.GrantDuration;
import dev.writ.permission.Host;
import dev.writ.permission.ThirdPartyName;
import dev.writ.tool.SecurityLevel;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the section {@code servers} of writ.yaml: {@code {"memory": {"command": ["node", "…/index.js"], "write":
 * ["/srv/memory"]}}}. The words that other clients use in their {@code mcpServers} ({@code command} as one text with
 * {@code args}, {@code env}, {@code cwd}, {@code type}, {@code url}, {@code headers}) mean the same here, so that such an
 * entry can be taken over as it stands.
 */
public final class ServerConfiguration {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> GENERAL = Set.of("level", "idle", "patience", "type", "disabled");
    private static final Set<String> PROGRAM = Set.of("command", "args", "env", "cwd", "read", "write", "hosts");
    private static final Set<String> REMOTE = Set.of("url", "headers");

    private final Map<String, String> environment;

    private ServerConfiguration(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The servers of the settings {@code servers} and {@code servers_from}, without those that are {@code disabled}. What
     * {@code servers} says of a server that stands in a file, too, is laid over what the file says, so that it can add
     * the folders and hosts of which such files know nothing.
     *
     * @param section the servers by name; may be missing
     * @param files full paths of files with {@code mcpServers}; may be missing
     * @param environment Writ's own, for {@code ${NAME}} in values
     * @throws WritException with {@code invalid_arguments} naming the setting
     */
    public static List<ServerSettings> read(JsonNode section, JsonNode files, Map<String, String> environment) {
        ObjectNode all = isThere(files) ? ServerFiles.servers(new Setting("servers_from", files)) : Json.object();
        if (isThere(section)) {
            new Setting("servers", section).object(Set.copyOf(section.propertyNames()));
            section.properties()
                    .forEach(entry -> all.set(entry.getKey(), over(all.path(entry.getKey()), entry.getValue())));
        }
        return read(new Setting("servers", all), environment);
    }

    private static boolean isThere(JsonNode setting) {
        return !setting.isMissingNode() && !setting.isNull();
    }

    private static JsonNode over(JsonNode below, JsonNode above) {
        if (below instanceof ObjectNode file && above instanceof ObjectNode own) {
            ObjectNode both = file.deepCopy();
            own.properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
            return both;
        }
        return above;
    }

    private static List<ServerSettings> read(Setting all, Map<String, String> environment) {
        List<ServerSettings> servers = new ArrayList<>();
        ServerConfiguration reader = new ServerConfiguration(environment);
        for (String name : all.value().propertyNames()) {
            Setting server = all.child(name).orElseThrow();
            if (!ThirdPartyName.isServer(name)) {
                throw server.wrong(
                        "cannot be the name of a server", "Use lower-case letters, digits and single underscores.");
            }
            if (!server.truth("disabled")) {
                servers.add(reader.server(name, server));
            }
        }
        return List.copyOf(servers);
    }

    private ServerSettings server(String name, Setting server) {
        boolean remote = server.child("url").isPresent();
        server.object(Stream.of(GENERAL, remote ? REMOTE : PROGRAM)
                .flatMap(Set::stream)
                .collect(java.util.stream.Collectors.toUnmodifiableSet()));
        return new ServerSettings(
                name,
                remote ? remote(server) : program(server),
                level(server),
                duration(server, "idle", IDLE),
                duration(server, "patience", PATIENCE));
    }

    private ServerSettings.Remote remote(Setting server) {
        String type = server.text("type", "http");
        if (!Set.of("http", "streamable-http", "streamableHttp").contains(type)) {
            throw server.at("type").wrong("is not a way to speak to a server here", "Use http, for Streamable HTTP.");
        }
        return new ServerSettings.Remote(address(server), server.textsByName("headers", environment));
    }

    private static URI address(Setting server) {
        try {
            URI address = new URI(server.required("url"));
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = address.getHost() != null && address.getUserInfo() == null && address.getFragment() == null;
            if (plain && (scheme.equals("https") || (scheme.equals("http") && isLoopback(address.getHost())))) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw noAddress(server);
        }
        throw noAddress(server);
    }

    private static WritException noAddress(Setting server) {
        return server.at("url")
                .wrong(
                        "is not an address Writ sends to",
                        "Use https, or http on a loopback address, without a user name.");
    }

    private static boolean isLoopback(String host) {
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (literal.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ServerSettings.Program program(Setting server) {
        if (!server.text("type", "stdio").equals("stdio")) {
            throw server.at("type").wrong("needs a url", "Give the url, or the command of a program and type stdio.");
        }
        List<Path> write = folders(server, "write");
        Optional<Path> directory = server.child("cwd").map(ServerConfiguration::folder);
        return new ServerSettings.Program(
                command(server),
                server.textsByName("env", environment),
                directory,
                folders(server, "read"),
                write,
                server.texts("hosts").stream().map(Host::parse).toList());
    }

    /** As it stands: other users of the machine see the arguments of programs, so secrets go into variables. */
    private static List<String> command(Setting server) {
        Setting command = server.child("command")
                .orElseThrow(() -> server.at("command").wrong("is missing", "Give a command or a url."));
        List<String> words = new ArrayList<>();
        if (command.value().isArray()) {
            words.addAll(server.texts("command"));
        } else {
            words.add(command.text());
        }
        words.addAll(server.texts("args"));
        if (words.isEmpty() || words.getFirst().isBlank()) {
            throw command.wrong("names no program", "Give the program first.");
        }
        return List.copyOf(words);
    }

    private static List<Path> folders(Setting server, String key) {
        return server.list(key).stream().map(ServerConfiguration::folder).toList();
    }

    private static Path folder(Setting setting) {
        try {
            Path path = Path.of(setting.text());
            if (path.isAbsolute() && path.equals(path.normalize())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw noFolder(setting);
        }
        throw noFolder(setting);
    }

    private static WritException noFolder(Setting setting) {
        return setting.wrong("is not the full path of a folder", "Write it from the root, without . or .. in it.");
    }

    private static SecurityLevel level(Setting server) {
        return switch (server.text("level", "standard")) {
            case "standard" -> SecurityLevel.STANDARD;
            case "elevated" -> SecurityLevel.ELEVATED;
            default ->
                throw server.at("level").wrong("is no level of a third party's tools", "Use standard or elevated.");
        };
    }

    private static Duration duration(Setting server, String key, Duration usual) {
        return server.child(key)
                .map(setting -> GrantDuration.parse(setting.text()))
                .orElse(usual);
    }
}
