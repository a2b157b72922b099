package dev.writ.agent;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.label.Label;
import dev.writ.permission.Decision;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Transaction;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.PendingCalls;
import dev.writ.task.Task;
import dev.writ.task.TaskStanding;
import dev.writ.task.Tree;
import dev.writ.tool.CallContext;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationResult.WaitsFor;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.Optional;

/** Takes an agent's calls to the gateway, and writes what came back into its conversation in the same transaction. */
public final class ToolCaller {
    private final ToolGateway gateway;
    private final Conversation conversation;
    private final PendingCalls pendingCalls;

    public ToolCaller(ToolGateway gateway, Conversation conversation, PendingCalls pendingCalls) {
        this.gateway = gateway;
        this.conversation = conversation;
        this.pendingCalls = pendingCalls;
    }

    /** Makes the call, or settles it if it was already made before a crash. */
    public ToolOutcome call(Task task, Tree tree, Message.Call call) {
        CallContext context = context(task.id(), task.tree(), task.agent(), tree.workspace(), call);
        return call(new GatewayCall(context, call.function(), call.arguments()).again(), call);
    }

    /** Makes a call that was never made before: where its id is on record, it fails with {@code conflict}. */
    public ToolOutcome callFirst(TaskStanding task, Message.Call call) {
        CallContext context = context(task.task(), task.tree(), task.agent(), task.workspace(), call);
        return call(new GatewayCall(context, call.function(), call.arguments()), call);
    }

    /** What identifies a call at the gateway: its id within the conversation of its task. */
    public static String callId(String task, String call) {
        return task + "." + call;
    }

    private static CallContext context(String task, String tree, String agent, String workspace, Message.Call call) {
        Optional<Workspace> folder =
                workspace.isEmpty() ? Optional.empty() : Optional.of(new Workspace(Path.of(workspace)));
        return new CallContext(callId(task, call.id()), task, tree, agent, folder);
    }

    private ToolOutcome call(GatewayCall made, Message.Call call) {
        return gateway.call(
                made, (transaction, outcome, label) -> record(transaction, made.context(), call, outcome, label));
    }

    private void record(
            Transaction transaction, CallContext context, Message.Call call, ToolOutcome outcome, Label label) {
        switch (outcome) {
            case ToolOutcome.Succeeded succeeded ->
                conversation.append(transaction, context.task(), succeeded(call, succeeded.result()), label);
            case ToolOutcome.Failed failed ->
                conversation.append(
                        transaction, context.task(), failed(call.id(), call.function(), failed.failure()), label);
            case ToolOutcome.Denied denied ->
                conversation.append(transaction, context.task(), denied(call, denied.decision()));
            case ToolOutcome.Waiting waiting ->
                pendingCalls.add(transaction, pending(context, call, waiting.waitsFor()));
        }
    }

    private static PendingCalls.Pending pending(CallContext context, Message.Call call, WaitsFor waitsFor) {
        String kind =
                switch (waitsFor) {
                    case WaitsFor.TaskEnd ignored -> "task";
                    case WaitsFor.Answer ignored -> "answer";
                };
        String target =
                switch (waitsFor) {
                    case WaitsFor.TaskEnd end -> end.task();
                    case WaitsFor.Answer answer -> answer.question();
                };
        return new PendingCalls.Pending(context.callId(), context.task(), call.id(), call.function(), kind, target);
    }

    private static Message.Result succeeded(Message.Call call, OperationResult result) {
        return new Message.Result(call.id(), call.function(), "succeeded", result.text(), result.data());
    }

    /** A failure as the agent reads it. */
    public static Message.Result failed(String callId, String function, Failure failure) {
        return new Message.Result(
                callId,
                function,
                "failed",
                failure.toString(),
                Json.object()
                        .put("code", failure.code().id())
                        .put("message", failure.message())
                        .put("hint", failure.hint()));
    }

    private static Message.Result denied(Message.Call call, Decision.Denied decision) {
        String way = decision.smallestRequest().isEmpty()
                ? ""
                : " The smallest request that would allow it: need_more_tools "
                        + Json.write(decision.smallestRequest());
        return new Message.Result(
                call.id(),
                call.function(),
                "denied",
                "Denied by rule '" + decision.rule().id() + "': " + decision.sentence() + way,
                Json.object()
                        .put("rule", decision.rule().id())
                        .put("sentence", decision.sentence())
                        .set("smallest_request", decision.smallestRequest()));
    }
}
