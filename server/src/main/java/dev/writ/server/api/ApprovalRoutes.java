package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.permission.ApprovalQuestion;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.ScopeJson;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /approvals}: decide what agents ask for. */
final class ApprovalRoutes implements Routes {
    private final ApiParts parts;

    ApprovalRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/approvals", this::list)
                .get("/approvals/{id}", request -> one(parts.approvals().get(request.path("id"))))
                .post("/approvals/{id}/approve", this::approve)
                .post("/approvals/{id}/rule", this::rule)
                .post("/approvals/{id}/deny", request -> {
                    String reason = request.body(Set.of("reason"))
                            .words("reason", "Say why it is denied, so that the agent can go on.");
                    return decide(
                            parts.approvals().get(request.path("id")), new Answer.Deny(), request.actor(), reason);
                });
    }

    private JsonNode approve(ApiRequest request) {
        ApiBody body = request.body(Set.of("ttl_seconds", "reason", "scope", "rule_seconds"));
        ApprovalRequest asked = parts.approvals().get(request.path("id"));
        Answer.Approve answer = answer(asked, body);
        if (!body.has("rule_seconds")) {
            return decide(asked, answer, request.actor(), body.text("reason", ""));
        }
        request.caller().need(Role.ADMINISTRATOR);
        Duration lasting = body.seconds("rule_seconds", Duration.ZERO);
        return json(parts.desk().approveAsRule(asked.id(), answer, lasting, request.actor(), body.text("reason", "")));
    }

    /** What the rule would be, so that nobody makes one without having seen it. */
    private JsonNode rule(ApiRequest request) {
        ApiBody body = request.body(Set.of("ttl_seconds", "scope", "rule_seconds"));
        ApprovalRequest asked = parts.approvals().get(request.path("id"));
        return RuleRoutes.json(parts.rules()
                .proposed(asked, answer(asked, body), body.seconds("rule_seconds", Duration.ZERO), request.actor()));
    }

    private static Answer.Approve answer(ApprovalRequest asked, ApiBody body) {
        Optional<Duration> shorter =
                body.has("ttl_seconds") ? Optional.of(body.seconds("ttl_seconds", Duration.ZERO)) : Optional.empty();
        return new Answer.Approve(
                body.object("scope")
                        .map(scope -> ScopeJson.read(asked.proposal().tool(), scope)),
                shorter.map(wanted -> shorter(wanted, asked.proposal().duration())));
    }

    /** A longer time than was asked for means as long as was asked for. */
    private static Duration shorter(Duration wanted, Duration asked) {
        return wanted.compareTo(asked) < 0 ? wanted : asked;
    }

    private JsonNode decide(ApprovalRequest asked, Answer answer, String by, String reason) {
        return json(parts.desk().decide(asked.id(), answer, by, reason));
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        if (request.query("state").equals("pending") && request.query("task").isEmpty()) {
            parts.approvals()
                    .questions(request.query("tree"), request.limit(200))
                    .forEach(question -> list.add(json(question)));
            return list;
        }
        parts.approvals()
                .list(state(request.query("state")), request.query("task"), request.query("tree"), request.limit(200))
                .forEach(approval -> list.add(json(approval)));
        return list;
    }

    /** As the list has it: an open question with those that wait for the same answer. */
    private JsonNode one(ApprovalRequest approval) {
        if (approval.state() != ApprovalRequest.State.PENDING) {
            return json(approval);
        }
        return parts.approvals().questions(approval.tree(), Integer.MAX_VALUE).stream()
                .filter(question -> question.first().id().equals(approval.id()))
                .findFirst()
                .map(this::json)
                .orElseGet(() -> json(approval));
    }

    private static Optional<ApprovalRequest.State> state(String word) {
        if (word.isEmpty() || word.equals("all")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ApprovalRequest.State.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "There is no approval state '" + word + "'.",
                    "Use pending, approved, denied, expired or all.");
        }
    }

    private ObjectNode json(ApprovalQuestion question) {
        ObjectNode json = json(question.first());
        ArrayNode alike = json.putArray("alike");
        question.alike()
                .forEach(one -> alike.addObject()
                        .put("id", one.id())
                        .put("task", one.task())
                        .put("reason", one.proposal().reason()));
        return json;
    }

    private ObjectNode json(ApprovalRequest approval) {
        ObjectNode json = Json.object()
                .put("id", approval.id())
                .put("state", approval.state().id())
                .put("task", approval.task())
                .put("tree", approval.tree())
                .put("agent", approval.agent())
                .put("tool", approval.proposal().tool());
        json.set(
                "operations",
                Json.array(approval.proposal().operations().stream().sorted().toList()));
        json.set("scope", ScopeJson.write(approval.proposal().scope()));
        approval.firstYes().ifPresent(yes -> json.set("first_yes", firstYes(yes)));
        return json.put("duration_seconds", approval.proposal().duration().toSeconds())
                .put("reason", approval.proposal().reason())
                .put("why_asked", approval.why())
                .put("two_people", parts.approvals().needsTwoPeople(approval))
                .put("decided_by", approval.decidedBy())
                .put("decision_reason", approval.decisionReason())
                .put("grant", approval.grant())
                .put("created_at", approval.createdAt().toString())
                .put("expires_at", approval.expiresAt().toString())
                .put("decided_at", approval.decidedAt().map(Object::toString).orElse(""));
    }

    private static ObjectNode firstYes(ApprovalRequest.FirstYes yes) {
        ObjectNode json = Json.object().put("by", yes.by()).put("at", yes.at().toString());
        json.set("scope", ScopeJson.write(yes.proposal().scope()));
        return json.put("duration_seconds", yes.proposal().duration().toSeconds());
    }
}
