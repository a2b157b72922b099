package dev.writ.server.mcp;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.ToolResult;
import dev.writ.outside.CallProgress;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.ScopeJson;
import dev.writ.runtime.ApprovalDesk;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the person at the client's side (elicitation) what else would wait in the inbox. The answer counts for the one request
 * it was asked about, whose content the approval itself is bound to; no answer leaves it in the inbox.
 */
final class ClientApproval {
    private static final String QUESTION = "approval";
    private static final String DECISION = "decision";
    private static final String APPROVE = "approve";
    private static final String PERSON = "person:client";

    private final ApprovalDesk desk;

    ClientApproval(ApprovalDesk desk) {
        this.desk = desk;
    }

    /** What became of a question. */
    enum Answer {
        DECIDED,
        /** The person does not want to be asked here. */
        DISMISSED,
        NONE
    }

    /**
     * What a question is about, kept by the client, sealed.
     *
     * @param target by which the waiting call is found again
     * @param call its id
     */
    record Note(String approval, String target, String call) {
        static Optional<Note> read(String text) {
            String[] parts = text.split(" ");
            return parts.length == 3 ? Optional.of(new Note(parts[0], parts[1], parts[2])) : Optional.empty();
        }

        private String text() {
            return String.join(" ", approval, target, call);
        }
    }

    static boolean isPossible(ClientCapabilities client) {
        return client.has(ClientCapabilities.Capability.ELICITATION_FORM);
    }

    static Outcome<ToolResult> question(CallProgress.Asks asks, String call) {
        return new Outcome.NeedsInput<>(
                Map.of(QUESTION, InputRequest.form(words(asks.approval()), form())),
                new Note(asks.approval().id(), asks.target(), call).text());
    }

    /** Hands the answer on, if there is one; that somebody else has decided meanwhile is none of the client's fault. */
    Answer take(Note note, Answers answers) {
        Optional<ObjectNode> answer = answers.get(QUESTION);
        if (answer.isEmpty()) {
            return Answer.NONE;
        }
        String action = answer.get().path("action").asString("");
        if (action.equals("cancel")) {
            return Answer.DISMISSED;
        }
        boolean approved = action.equals("accept")
                && answer.get().path("content").path(DECISION).asString("").equals(APPROVE);
        try {
            desk.decide(
                    note.approval(),
                    approved ? ApprovalRequest.Answer.Approve.asAsked() : new ApprovalRequest.Answer.Deny(),
                    PERSON,
                    approved ? "approved in the client" : "denied in the client");
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.STORE_FULL || e.failure().code() == FailureCode.STORE_READ_ONLY) {
                throw e;
            }
        }
        return Answer.DECIDED;
    }

    /** What the agent says stands in quotes on one line, so that it can't pass for words of Writ's. */
    private static String words(ApprovalRequest approval) {
        GrantProposal asked = approval.proposal();
        return "The agent " + approval.agent() + " asks for " + asked.tool() + ".\nScope: "
                + Json.canonical(ScopeJson.write(asked.scope())) + "\nFor: "
                + asked.duration().toMinutes()
                + " minutes\nIts reason, in its own words: "
                + Json.write(Json.array().stringNode(asked.reason()))
                + "\nWhy you are asked: " + approval.why();
    }

    private static ObjectNode form() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode decision = schema.putObject("properties")
                .putObject(DECISION)
                .put("type", "string")
                .put("title", "Your decision")
                .put("default", "deny");
        decision.putArray("enum").add("deny").add(APPROVE);
        schema.putArray("required").add(DECISION);
        return schema;
    }
}
