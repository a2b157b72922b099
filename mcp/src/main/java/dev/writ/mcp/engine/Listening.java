package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Tasks;
import dev.writ.mcp.server.Watch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code subscriptions/listen}: a request that is answered when it ends, with notifications until then. */
final class Listening {
    private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
    private static final int MOST_RESOURCES = 1000;
    private static final int MOST_TASKS = 1000;

    private final Guarded guarded;
    private final Tasks tasks;
    private final Changes changes;

    Listening(Guarded guarded, Tasks tasks, Changes changes) {
        this.guarded = guarded;
        this.tasks = tasks;
        this.changes = changes;
    }

    ObjectNode listen(Message.Request request, Caller caller, ClientCapabilities client, Outlet outlet)
            throws InterruptedException {
        if (!(request.params().path("notifications") instanceof ObjectNode wanted)) {
            throw RpcException.invalidParams("'notifications' must be an object.");
        }
        Set<Change> lists = new HashSet<>();
        ObjectNode honoured = StrictJson.object();
        want(wanted, "toolsListChanged", new Change.Tools(), lists, honoured);
        want(wanted, "promptsListChanged", new Change.Prompts(), lists, honoured);
        want(wanted, "resourcesListChanged", new Change.Resources(), lists, honoured);
        Set<Change> ofTasks = wantTasks(wanted.path("taskIds"), caller, client, honoured);
        lists.addAll(ofTasks);
        try (Watch _ = wantResources(wanted.path("resourceSubscriptions"), caller, lists, honoured);
                Subscription subscription = changes.subscribe(caller, lists::contains)) {
            ObjectNode acknowledged = tagged(request);
            acknowledged.set("notifications", honoured);
            outlet.send(Rpc.notification("notifications/subscriptions/acknowledged", acknowledged));
            // What happened to a task between its creation and now would be told by nobody.
            ofTasks.forEach(subscription::offer);
            List<Change> next = subscription.take();
            while (!next.isEmpty()) {
                for (Change change : next) {
                    notification(change, caller, request).ifPresent(outlet::send);
                }
                next = subscription.take();
            }
        }
        return tagged(request).put("resultType", "complete");
    }

    /** Empty where the caller may no longer see what has changed. */
    private Optional<ObjectNode> notification(Change change, Caller caller, Message.Request request) {
        ObjectNode params = tagged(request);
        return switch (change) {
            case Change.Tools(), Change.Prompts(), Change.Resources() -> Optional.of(change.notification(params));
            case Change.Updated(String uri) ->
                guarded.resource(caller, uri).map(resource -> change.notification(params));
            case Change.Task(String id) ->
                tasks.find(caller, id).map(state -> change.notification(params.setAll(state.detailed())));
        };
    }

    private Set<Change> wantTasks(JsonNode ids, Caller caller, ClientCapabilities client, ObjectNode honoured) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        MissingCapability.requireTasks(client);
        if (ids.size() > MOST_TASKS) {
            throw RpcException.invalidParams("A subscription names at most " + MOST_TASKS + " tasks.");
        }
        Set<Change> wanted = new LinkedHashSet<>();
        for (JsonNode id : ids) {
            if (id.isString() && tasks.find(caller, id.stringValue()).isPresent()) {
                wanted.add(new Change.Task(id.stringValue()));
                honoured.withArray("taskIds").add(id);
            }
        }
        return wanted;
    }

    /** What may not be watched, or not any more of it, is not honoured. */
    private Watch wantResources(JsonNode uris, Caller caller, Set<Change> wanted, ObjectNode honoured) {
        if (uris.size() > MOST_RESOURCES) {
            throw RpcException.invalidParams("A subscription names at most " + MOST_RESOURCES + " resources.");
        }
        List<Watch> watches = new ArrayList<>();
        for (JsonNode uri : uris) {
            if (uri.isString() && guarded.resource(caller, uri.stringValue()).isPresent()) {
                Change updated = new Change.Updated(uri.stringValue());
                try {
                    watches.add(guarded.watch(caller, uri.stringValue(), () -> changes.tell(updated, caller::equals)));
                } catch (RpcException e) {
                    continue;
                }
                wanted.add(updated);
                honoured.withArray("resourceSubscriptions").add(uri);
            }
        }
        return () -> watches.forEach(Watch::close);
    }

    private static void want(ObjectNode asked, String field, Change change, Set<Change> wanted, ObjectNode honoured) {
        if (asked.path(field).asBoolean(false)) {
            wanted.add(change);
            honoured.put(field, true);
        }
    }

    private static ObjectNode tagged(Message.Request request) {
        ObjectNode params = StrictJson.object();
        params.putObject("_meta").set(SUBSCRIPTION, request.id().json());
        return params;
    }
}
