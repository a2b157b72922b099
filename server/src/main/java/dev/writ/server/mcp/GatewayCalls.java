package dev.writ.server.mcp;

import dev.writ.IdSource;
import dev.writ.agent.ToolCaller;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.ToolResult;
import dev.writ.outside.CallProgress;
import dev.writ.outside.OutsideCalls;
import dev.writ.runtime.ApprovalDesk;
import dev.writ.server.telemetry.TraceBook;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolOutcome;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a call over MCP to the gateway, and what came of it back. Where a person must decide, that person is asked at the
 * client's side if it may be; else the call waits, as a task where the client knows tasks.
 */
final class GatewayCalls {
    private static final String WAITS = "Waits for a person to decide, in Writ's inbox.";

    private final OutsideCalls calls;
    private final ClientApproval approval;
    private final TraceBook traces;
    private final IdSource ids;

    GatewayCalls(OutsideCalls calls, ApprovalDesk desk, TraceBook traces, IdSource ids) {
        this.calls = calls;
        this.traces = traces;
        this.approval = new ClientApproval(desk);
        this.ids = ids;
    }

    Outcome<ToolResult> call(OperationSpec operation, ObjectNode arguments, Exchange exchange)
            throws InterruptedException {
        String task = OutsideCaller.of(exchange.caller()).task();
        Optional<ClientApproval.Note> before =
                ClientApproval.Note.read(exchange.answers().note());
        String call = before.map(ClientApproval.Note::call).orElseGet(() -> ids.next(OutsideCalls.ID_KIND));
        boolean dismissed = before.filter(
                        note -> approval.take(note, exchange.answers()) == ClientApproval.Answer.DISMISSED)
                .isPresent();
        boolean askHere = !dismissed && mayAskHere(exchange);
        CallProgress progress;
        try (SignsOfLife _ = SignsOfLife.of(exchange, operation.id() + " is under way.")) {
            progress = before.isPresent()
                    ? new CallProgress.Waits(before.get().target(), false)
                    : begin(task, call, operation, arguments, exchange);
            if (progress instanceof CallProgress.Waits waits) {
                progress = untilPerson(task, waits, askHere, exchange);
            }
        }
        CallResults results = new CallResults(operation, task, call);
        return switch (progress) {
            case CallProgress.Ended(ToolOutcome outcome) -> Outcome.done(results.of(outcome));
            case CallProgress.NotMade notMade -> Outcome.done(CallResults.failed(notMade.failure()));
            case CallProgress.Asks asks when askHere -> ClientApproval.question(asks, call);
            case CallProgress.Asks asks -> Outcome.goesOn(waiting(task, asks.target(), results));
            case CallProgress.Waits waits -> Outcome.goesOn(waiting(task, waits.target(), results));
        };
    }

    private CallProgress begin(
            String task, String call, OperationSpec operation, ObjectNode arguments, Exchange exchange) {
        exchange.trace().ifPresent(trace -> traces.came(ToolCaller.callId(task, call), trace));
        return calls.begin(task, call, operation.functionName(), arguments);
    }

    private static boolean mayAskHere(Exchange exchange) {
        return OutsideCaller.of(exchange.caller()).mayApprove() && ClientApproval.isPossible(exchange.client());
    }

    /** Most of what waits needs nobody, and ends in a moment; so a call becomes a task only when it waits for a person. */
    private CallProgress untilPerson(String task, CallProgress.Waits waits, boolean askHere, Exchange exchange)
            throws InterruptedException {
        exchange.onCancel(() -> calls.withdraw(task, waits.target()));
        boolean asTask = exchange.client().hasTasks();
        return asTask && waits.forAnswer() ? waits : calls.follow(task, waits.target(), askHere || asTask);
    }

    private LongWork<ToolResult> waiting(String task, String target, CallResults results) {
        return exchange -> {
            exchange.onCancel(() -> calls.withdraw(task, target));
            try (SignsOfLife _ = SignsOfLife.of(exchange, WAITS)) {
                return Outcome.done(results.of(ended(calls.follow(task, target, false))));
            }
        };
    }

    /** What a call that only reads gives back. */
    ObjectNode data(OperationSpec operation, ObjectNode arguments, Exchange exchange) throws InterruptedException {
        String task = OutsideCaller.of(exchange.caller()).task();
        String call = ids.next(OutsideCalls.ID_KIND);
        return switch (ended(begin(task, call, operation, arguments, exchange))) {
            case ToolOutcome.Succeeded succeeded -> succeeded.result().data();
            case ToolOutcome.Denied denied -> throw new CallResults(operation, task, call).refused(denied.decision());
            case ToolOutcome.Failed failed ->
                throw RpcException.of(RpcError.INTERNAL, failed.failure().toString());
            case ToolOutcome.Waiting _ -> throw new IllegalStateException("a call that reads waits");
        };
    }

    private static ToolOutcome ended(CallProgress progress) {
        return switch (progress) {
            case CallProgress.Ended(ToolOutcome outcome) -> outcome;
            case CallProgress.NotMade notMade -> new ToolOutcome.Failed(notMade.failure());
            case CallProgress.Asks _ -> throw new IllegalStateException("nobody is asked");
            case CallProgress.Waits _ -> throw new IllegalStateException("a call that was waited for waits");
        };
    }
}
