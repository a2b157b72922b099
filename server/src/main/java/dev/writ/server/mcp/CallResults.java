package dev.writ.server.mcp;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.InsufficientScope;
import dev.writ.mcp.server.ToolResult;
import dev.writ.outside.CallReceipts;
import dev.writ.permission.Decision;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolOutcome;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a client is told of how a call ended. Each names the receipt of the call, beside its result. */
final class CallResults {
    /** In {@code _meta} of a result: the address of the call's receipt. */
    static final String RECEIPT = "dev.writ/receipt";

    private final OperationSpec operation;
    private final String receipt;

    /** @param callId unique within the task */
    CallResults(OperationSpec operation, String task, String callId) {
        this.operation = operation;
        this.receipt = GatewayResources.RECEIPT + CallReceipts.name(task, callId);
    }

    /** @throws InsufficientScope where it was denied */
    ToolResult of(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded(OperationResult result) -> withReceipt(succeeded(result));
            case ToolOutcome.Failed(Failure failure) -> withReceipt(failed(failure));
            case ToolOutcome.Denied denied -> throw refused(denied.decision());
            case ToolOutcome.Waiting _ -> throw new IllegalStateException("a call that ended waits");
        };
    }

    static ToolResult failed(Failure failure) {
        return ToolResult.failure(
                failure.toString(),
                Json.object()
                        .put("code", failure.code().id())
                        .put("message", failure.message())
                        .put("hint", failure.hint()));
    }

    InsufficientScope refused(Decision.Denied denied) {
        ObjectNode request = denied.smallestRequest();
        String way = request.isEmpty() ? "" : " Ask for it with need_more_tools " + Json.write(request) + ".";
        ObjectNode details = Json.object()
                .put("rule", denied.rule().id())
                .put("sentence", denied.sentence())
                .put("receipt", receipt)
                .set("smallest_request", request);
        return new InsufficientScope(new Access.Verdict.Denied(
                "writ:" + operation.id(),
                "Denied by rule '" + denied.rule().id() + "': " + denied.sentence() + way,
                details));
    }

    /** A request for tools of which nothing was granted is a failure, so that nobody goes on as if it were. */
    private ToolResult succeeded(OperationResult result) {
        boolean nothing = operation.id().equals("core.need_more_tools")
                && result.data().path("granted").isEmpty();
        return nothing
                ? ToolResult.failure(result.text(), result.data())
                : ToolResult.structured(result.data(), result.text());
    }

    private ToolResult withReceipt(ToolResult result) {
        return result.with(RECEIPT, StringNode.valueOf(receipt));
    }
}
