package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.cli.tty.Tty.Answer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks on the terminal for what agents ask for. The default is to deny; only the whole word approves, and only when it was
 * typed after the question appeared.
 */
final class ApprovalPrompt {
    private static final int MOST_TRIES = 3;
    private static final String PENDING = "pending";

    private final Terminal terminal;
    private final Set<String> asked = new HashSet<>();

    ApprovalPrompt(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Offers approvals and questions of the request that wait and were not offered yet. */
    void offer(Api api, String tree) {
        for (JsonNode approval : api.get("/approvals?state=pending&tree=" + Paths.encode(tree))) {
            if (asked.add(approval.path("id").asString())) {
                offer(api, approval);
            }
        }
        if (terminal.isInteractive()) {
            for (JsonNode question : api.get("/inbox?state=asked&tree=" + Paths.encode(tree))) {
                if (asked.add(question.path("id").asString())) {
                    answer(api, question);
                }
            }
        }
    }

    /** Shows one approval and lets the person decide it. */
    void offer(Api api, JsonNode approval) {
        String id = approval.path("id").asString();
        ScopeParts scope = ScopeParts.of(most(approval).path("scope"));
        show(approval, scope);
        if (!terminal.isInteractive()) {
            terminal.message("  decide   writ approvals approve " + id + "   or   writ approvals deny " + id
                    + " --reason \"…\"   before " + approval.path("expires_at").asString());
            return;
        }
        terminal.message("  answers  approve · approve 10m"
                + (scope.parts().size() > 1 ? " · approve only 1 2" : "")
                + " · deny · deny WHY");
        decide(api, id, scope, ask(api, id, scope.parts().size()));
    }

    /** What can be approved now: as asked, or what the first of two people agreed to. */
    private static JsonNode most(JsonNode approval) {
        return approval.has("first_yes") ? approval.path("first_yes") : approval;
    }

    private void show(JsonNode approval, ScopeParts scope) {
        terminal.message("");
        terminal.message(terminal.wait("? " + approval.path("agent").asString() + " asks for "
                + approval.path("tool").asString()));
        if (terminal.isInteractive() && scope.parts().size() > 1) {
            List<ScopeParts.Part> parts = scope.parts();
            for (int i = 0; i < parts.size(); i++) {
                terminal.message((i == 0 ? "  scope   " : "          ")
                        + "%3d  ".formatted(i + 1)
                        + parts.get(i).words());
            }
        } else {
            terminal.message("  scope    " + ScopeWords.whole(most(approval).path("scope")));
        }
        terminal.message("  why      " + Quoted.of(approval.path("reason").asString()));
        approval.path("alike")
                .forEach(other ->
                        terminal.message("  also for " + other.path("task").asString() + ": "
                                + Quoted.of(other.path("reason").asString())));
        terminal.message("  for      "
                + Durations.words(Duration.ofSeconds(
                        most(approval).path("duration_seconds").asLong(0))));
        if (approval.path("two_people").asBoolean(false)) {
            terminal.message("  two      "
                    + (approval.has("first_yes")
                            ? approval.path("first_yes").path("by").asString() + " agreed; somebody else has to as well"
                            : "two people have to agree; the first yes grants nothing yet"));
        }
    }

    /** What the person decided; empty where that is no longer theirs to decide. */
    private Optional<ApprovalAnswer> ask(Api api, String id, int parts) {
        AtomicReference<String> state = new AtomicReference<>(PENDING);
        for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
            switch (Keyboard.ask(
                    terminal, "  Type approve or deny (Enter alone denies): ", () -> isOpen(api, id, state))) {
                case Answer.Line(String line) -> {
                    ApprovalAnswer answer = ApprovalAnswer.parse(line, parts);
                    if (!(answer instanceof ApprovalAnswer.Unclear(String why))) {
                        return Optional.of(answer);
                    }
                    terminal.message("  " + why + (attempt < MOST_TRIES ? "" : " Nothing clear was said."));
                }
                case Answer.Overtaken() -> {
                    terminal.message("  Meanwhile it is " + state.get() + ".");
                    return Optional.empty();
                }
                case Answer.Ended() -> {
                    return Optional.of(new ApprovalAnswer.Deny(""));
                }
            }
        }
        return Optional.of(new ApprovalAnswer.Deny(""));
    }

    private static boolean isOpen(Api api, String id, AtomicReference<String> state) {
        try {
            state.set(api.get("/approvals/" + Paths.name(id)).path("state").asString(PENDING));
            return state.get().equals(PENDING);
        } catch (WritException e) {
            // Whether it still counts is found out with the answer.
            return true;
        }
    }

    private void decide(Api api, String id, ScopeParts scope, Optional<ApprovalAnswer> answered) {
        try {
            switch (answered.orElse(new ApprovalAnswer.Unclear(""))) {
                case ApprovalAnswer.Approve approve -> {
                    ObjectNode body = Json.object().put("reason", "approved on the terminal");
                    approve.time().ifPresent(time -> body.put("ttl_seconds", time.toSeconds()));
                    if (!approve.parts().isEmpty()) {
                        body.set("scope", scope.only(approve.parts()));
                    }
                    JsonNode approval = api.post("/approvals/" + Paths.name(id) + "/approve", body);
                    terminal.message(
                            approval.path("state").asString().equals(PENDING)
                                    ? "  You agreed; a second person has to as well."
                                    : terminal.good("  Approved") + said(approve, scope) + ".");
                }
                case ApprovalAnswer.Deny(String reason) -> {
                    api.post(
                            "/approvals/" + Paths.name(id) + "/deny",
                            Json.object().put("reason", reason.isEmpty() ? "denied on the terminal" : reason));
                    terminal.message(terminal.bad("  Denied") + ".");
                }
                case ApprovalAnswer.Unclear ignored -> {
                    // It was decided elsewhere, which was said.
                }
            }
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.UNAVAILABLE || e.failure().code() == FailureCode.UNAUTHENTICATED) {
                // Nothing was decided; whoever finds the server again asks again.
                asked.remove(id);
                throw e;
            }
            terminal.message("  " + e.failure().message());
        }
    }

    private static String said(ApprovalAnswer.Approve approve, ScopeParts scope) {
        return (approve.parts().isEmpty() ? "" : " only " + ScopeWords.whole(scope.only(approve.parts())))
                + approve.time()
                        .map(time -> ", for no longer than " + Durations.words(time))
                        .orElse("");
    }

    private void answer(Api api, JsonNode question) {
        terminal.message("");
        terminal.message(terminal.wait("? " + question.path("agent").asString() + " asks you; it decides no approval"));
        Quotation.of(question.path("text").asString(question.path("question").asString("")))
                .forEach(terminal::message);
        String text = Keyboard.ask(terminal, "  Your answer: ");
        if (!text.isBlank()) {
            api.post(
                    "/inbox/" + Paths.encode(question.path("id").asString()) + "/answer",
                    Json.object().put("text", text));
        }
    }
}
