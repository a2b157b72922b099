package dev.writ.cli;

import dev.writ.Json;
import dev.writ.WritException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Asks on the terminal for what agents ask for. The default is to deny; only the whole word approves; what was typed
 * before the question appeared is thrown away, so that typing ahead decides nothing.
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
        terminal.message("  scope    " + Json.write(approval.path("scope")));
        terminal.message("  why      " + quoted(approval.path("reason").asString()));
        approval.path("alike")
                .forEach(other ->
                        terminal.message("  also for " + other.path("task").asString() + ": "
                                + quoted(other.path("reason").asString())));
        terminal.message("  until    " + approval.path("duration_seconds").asLong(0) + " s after approval");
        if (!terminal.isInteractive()) {
            terminal.message("  decide   writ approvals approve " + id + "   or   writ approvals deny " + id
                    + " --reason \"…\"   before " + approval.path("expires_at").asString());
            return;
        }
        String answer = ask("  Type approve to allow it; anything else denies: ");
        decide(api, id, answer.toLowerCase(Locale.ROOT).equals("approve"));
    }

    /** What an agent says is data: in quotes, on one line, so that it can't pass for a line of Writ's own. */
    private static String quoted(String text) {
        return Json.write(Json.array().stringNode(text));
    }

    private void decide(Api api, String id, boolean approve) {
        try {
            if (approve) {
                api.post(
                        "/approvals/" + Paths.encode(id) + "/approve",
                        Json.object().put("reason", "approved on the terminal"));
            } else {
                api.post(
                        "/approvals/" + Paths.encode(id) + "/deny",
                        Json.object().put("reason", "denied on the terminal"));
            }
        } catch (WritException e) {
            terminal.message("  " + e.failure().message());
        }
    }

    private void answer(Api api, JsonNode question) {
        terminal.message("");
        terminal.message(terminal.wait("? " + question.path("agent").asString() + " asks: "
                + question.path("text").asString(question.path("question").asString(""))));
        String text = ask("  Your answer: ");
        if (!text.isBlank()) {
            api.post(
                    "/inbox/" + Paths.encode(question.path("id").asString()) + "/answer",
                    Json.object().put("text", text));
        }
    }

    @SuppressWarnings("SystemConsoleNull") // some runtimes still have none
    private String ask(String text) {
        try {
            drain(System.in);
        } catch (IOException e) {
            return "";
        }
        terminal.prompt(text);
        Console console = System.console();
        String line = console == null ? null : console.readLine();
        return line == null ? "" : line.strip();
    }

    /** What was typed ahead is not an answer. */
    private static void drain(InputStream input) throws IOException {
        int waiting = input.available();
        while (waiting > 0 && input.readNBytes(waiting).length > 0) {
            waiting = input.available();
        }
    }
}
