package dev.writ.server.mcp;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceContents;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.Watch;
import dev.writ.outside.CallReceipts;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Decision;
import dev.writ.tool.OperationSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents, tasks and files as MCP resources. Reading one is a call at the gateway of the operation that reads such things, so
 * it is allowed, limited and recorded like that. And the receipts of a caller's own calls.
 */
final class GatewayResources {
    private static final String DOCUMENT = "writ://document/";
    private static final String TASK = "writ://task/";
    private static final String FILE = "writ://file/";
    static final String RECEIPT = "writ://receipt/";
    private static final String READ_ENTITY = "entity_manager.get_entity";
    private static final Map<String, String> OPERATIONS =
            Map.of(DOCUMENT, READ_ENTITY, TASK, READ_ENTITY, FILE, "file_system_listing.read_file");
    private static final int MOST_DOCUMENTS = 200;

    private final Map<String, OperationSpec> operations;
    private final GatewayCalls calls;
    private final Definitions definitions;
    private final CallReceipts receipts;
    private final FileWatches watches;
    private final DatabasePermissionManager permissions;

    /** @param operations those of the endpoint, by id; what they cannot read is not offered */
    GatewayResources(
            Map<String, OperationSpec> operations,
            GatewayCalls calls,
            Definitions definitions,
            DatabasePermissionManager permissions,
            CallReceipts receipts,
            FileWatches watches) {
        this.operations = operations;
        this.calls = calls;
        this.definitions = definitions;
        this.permissions = permissions;
        this.receipts = receipts;
        this.watches = watches;
    }

    /** @throws RpcException for what is no file, and as {@link FileWatches#watch} does */
    Watch watch(Caller caller, String uri, Runnable changed) {
        if (!uri.startsWith(FILE)) {
            throw RpcException.invalidParams("Only files of the workspace can be watched, at " + FILE + "PATH.");
        }
        return watches.watch(caller, uri, uri.substring(FILE.length()), changed);
    }

    /** Whether an address is one of a receipt, or the template of such. */
    static boolean isReceipt(String uri) {
        return uri.startsWith(RECEIPT);
    }

    /** Whether a call of this task may have its receipt there. */
    static boolean isReceiptOf(String task, String uri) {
        return uri.startsWith(RECEIPT + CallReceipts.name(task, ""));
    }

    /** Which operation reads what is at an address, or is reached by a template of addresses. */
    static Optional<String> operation(String uri) {
        return OPERATIONS.entrySet().stream()
                .filter(entry -> uri.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The documents, where the caller may read such. */
    List<Resource> resources(Caller caller) {
        if (!operations.containsKey(READ_ENTITY)
                || !readsDocuments(OutsideCaller.of(caller).task())) {
            return List.of();
        }
        return definitions
                .list(DefinitionFilter.all()
                        .ofKind(EntityKind.DOCUMENT)
                        .withStatus(DefinitionStatus.ACTIVE)
                        .atMost(MOST_DOCUMENTS))
                .definitions()
                .stream()
                .map(this::document)
                .toList();
    }

    List<ResourceTemplate> templates() {
        Stream<ResourceTemplate> read = Stream.of(
                        new ResourceTemplate(
                                DOCUMENT + "{name}",
                                "document",
                                "Document",
                                "A document of Writ's.",
                                "text/markdown",
                                this::read),
                        new ResourceTemplate(
                                FILE + "{+path}", "file", "File", "A file of the workspace.", "text/plain", this::read),
                        new ResourceTemplate(
                                TASK + "{id}",
                                "task",
                                "Task",
                                "A task with its result.",
                                "application/json",
                                this::read))
                .filter(template -> operation(template.uriTemplate())
                        .filter(operations::containsKey)
                        .isPresent());
        ResourceTemplate receipt = new ResourceTemplate(
                RECEIPT + "{call}",
                "receipt",
                "Receipt of a call",
                "What is on record of a call of yours; its result names it in _meta.",
                "application/json",
                this::receipt);
        return Stream.concat(read, Stream.of(receipt)).toList();
    }

    private boolean readsDocuments(String task) {
        EntityAccess reading = new EntityAccess(EntityKind.DOCUMENT, EntityVerb.READ, "");
        return permissions.check(task, "entity_manager", "get_entity", List.of(reading)) instanceof Decision.Allowed;
    }

    private Resource document(Definition definition) {
        return new Resource(
                DOCUMENT + definition.name(),
                definition.name(),
                definition.name(),
                definition.content().path("summary").asString(""),
                "text/markdown",
                this::read);
    }

    private Outcome<List<ResourceContents>> read(String uri, Exchange exchange) throws InterruptedException {
        OperationSpec operation = operation(uri)
                .map(operations::get)
                .orElseThrow(() -> RpcException.invalidParams("There is no resource at this address."));
        ObjectNode data = calls.data(operation, arguments(uri), exchange);
        if (uri.startsWith(FILE)) {
            return Outcome.done(List.of(new ResourceContents.Text(
                    uri, "text/plain", data.path("content").asString(""))));
        }
        if (uri.startsWith(DOCUMENT)) {
            return Outcome.done(List.of(new ResourceContents.Text(
                    uri,
                    "text/markdown",
                    data.path("entity").path("content").path("text").asString(""))));
        }
        return Outcome.done(
                List.of(new ResourceContents.Text(uri, "application/json", Json.writePretty(data.path("entity")))));
    }

    /** The caller's own record, so no call that would have one. */
    private Outcome<List<ResourceContents>> receipt(String uri, Exchange exchange) {
        ObjectNode receipt = receipts.read(OutsideCaller.of(exchange.caller()).task(), uri.substring(RECEIPT.length()))
                .orElseThrow(() -> RpcException.invalidParams("There is no receipt '" + uri + "'."));
        return Outcome.done(List.of(new ResourceContents.Text(uri, "application/json", Json.writePretty(receipt))));
    }

    private static ObjectNode arguments(String uri) {
        if (uri.startsWith(FILE)) {
            return Json.object().put("path", uri.substring(FILE.length()));
        }
        return uri.startsWith(DOCUMENT)
                ? Json.object().put("kind", EntityKind.DOCUMENT.id()).put("id", uri.substring(DOCUMENT.length()))
                : Json.object().put("kind", EntityKind.TASK.id()).put("id", uri.substring(TASK.length()));
    }
}
