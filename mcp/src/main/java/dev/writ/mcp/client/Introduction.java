package dev.writ.mcp.client;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.Revision;
import dev.writ.mcp.client.ServerFailure.Kind;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Rpc;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a client and a server find out which revision they both speak. */
final class Introduction {
    private static final String META = "io.modelcontextprotocol/";
    /** Some servers of the older era say nothing at all before they are initialized. */
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(3);
    /** Spoken by a client as the next one is: tools did not change between them. */
    private static final String OLDEST = "2024-11-05";

    private final Conversation conversation;
    private final Channel channel;
    private final Implementation self;

    Introduction(Conversation conversation, Channel channel, Implementation self) {
        this.conversation = conversation;
        this.channel = channel;
        this.self = self;
    }

    McpClient.Era make(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        String modern = Revision.of(Revision.Era.MODERN).getFirst().text();
        ObjectNode meta = StrictJson.object().put(META + "protocolVersion", modern);
        meta.set(META + "clientInfo", self.json());
        meta.putObject(META + "clientCapabilities");
        Duration probe = patience.dividedBy(3);
        ObjectNode params = StrictJson.object();
        params.set("_meta", meta);
        try {
            ObjectNode found = conversation.ask(
                    "server/discover", params, Map.of(), probe.compareTo(LONGEST_PROBE) < 0 ? probe : LONGEST_PROBE);
            if (found.path("supportedVersions")
                    .valueStream()
                    .anyMatch(version -> version.asString("").equals(modern))) {
                return new McpClient.Era(
                        modern,
                        true,
                        found.path("capabilities"),
                        name(found.path("_meta").path(META + "serverInfo")),
                        meta);
            }
        } catch (ServerFailure e) {
            if (e.kind() != Kind.REFUSED && e.kind() != Kind.SILENT) {
                throw e;
            }
        }
        return initialize(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private McpClient.Era initialize(Duration patience) throws InterruptedException {
        ObjectNode params = StrictJson.object().put("protocolVersion", Revision.NEWEST_LEGACY.text());
        params.putObject("capabilities");
        params.set("clientInfo", self.json());
        ObjectNode answer = conversation.ask("initialize", params, Map.of(), patience);
        String revision = answer.path("protocolVersion").asString("");
        Set<String> spoken = new HashSet<>(Set.of(OLDEST));
        Revision.of(Revision.Era.LEGACY).forEach(one -> spoken.add(one.text()));
        if (!spoken.contains(revision)) {
            throw new ServerFailure(
                    Kind.UNSUPPORTED, "It speaks revision '" + revision + "', which is not spoken here.");
        }
        channel.begun(revision);
        channel.send(Rpc.notification("notifications/initialized", StrictJson.object()));
        return new McpClient.Era(
                revision, false, answer.path("capabilities"), name(answer.path("serverInfo")), StrictJson.object());
    }

    private static String name(JsonNode info) {
        return (info.path("name").asString("") + " " + info.path("version").asString("")).strip();
    }
}
