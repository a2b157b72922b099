package dev.writ.cli.demo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Lets a request go on after its tool has expired: it asks, the clock is moved past the grant, and it is answered. */
record LaterUse(Stage stage, String tool) {
    void letHappen(String task, String answer) throws InterruptedException {
        Optional<String> question = stage.requests().question(task);
        if (question.isPresent()) {
            stage.moveClockTo(expiry(task).plusSeconds(1));
            stage.requests().answer(question.get(), answer);
        }
    }

    /** How long the grant of the tool was to last, in milliseconds. */
    long lifetime(String task) {
        return stage.facts()
                .count(
                        "SELECT expires_at - granted_at FROM task_tool_assignments WHERE tree = :tree AND tool = :tool",
                        Map.of("tree", task, "tool", tool));
    }

    private Instant expiry(String task) {
        return Instant.ofEpochMilli(stage.facts()
                .count(
                        "SELECT MAX(expires_at) FROM task_tool_assignments WHERE tree = :tree AND tool = :tool",
                        Map.of("tree", task, "tool", tool)));
    }
}
