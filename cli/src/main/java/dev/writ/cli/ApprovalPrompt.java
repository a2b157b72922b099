package dev.writ.cli;

import dev.writ.Json;
import dev.writ.WritException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Asks on the terminal for what agents ask for. The default is to deny; only the whole word approves.
 */
final class ApprovalPrompt {
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

    private void offer(Api api, JsonNode approval) {
        String id = approval.path("id").asString();
        terminal.message("");
        terminal.message(terminal.wait("? " + approval.path("agent").asString() + " asks for "
                + approval.path("tool").asString()));
        terminal.message("  scope    " + ScopeWords.whole(approval.path("scope")));
        terminal.message("  why      " + Quoted.of(approval.path("reason").asString()));
        approval.path("alike")
                .forEach(other ->
                        terminal.message("  also for " + other.path("task").asString() + ": "
                                + Quoted.of(other.path("reason").asString())));
        terminal.message("  for      "
                + Durations.words(
                        Duration.ofSeconds(approval.path("duration_seconds").asLong(0))));
        if (!terminal.isInteractive()) {
            terminal.message("  decide   writ approvals approve " + id + "   or   writ approvals deny " + id
                    + " --reason \"…\"   before " + approval.path("expires_at").asString());
            return;
        }
        String answer = Keyboard.ask(terminal, "  Type approve to allow it; anything else denies: ");
        decide(api, id, answer.toLowerCase(Locale.ROOT).equals("approve"));
    }

    private void decide(Api api, String id, boolean approve) {
        try {
            if (approve) {
                api.post(
                        "/approvals/" + Paths.name(id) + "/approve",
                        Json.object().put("reason", "approved on the terminal"));
            } else {
                api.post(
                        "/approvals/" + Paths.name(id) + "/deny",
                        Json.object().put("reason", "denied on the terminal"));
            }
        } catch (WritException e) {
            terminal.message("  " + e.failure().message());
        }
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
