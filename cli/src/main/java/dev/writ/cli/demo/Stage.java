package dev.writ.cli.demo;

import dev.writ.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** What every scenario works with. */
record Stage(
        Requests requests, Facts facts, DemoClock clock, Runnable clockMoved, Path workspace, Consumer<String> say) {
    /** Moves the demo's clock, says so, and lets everything with a deadline see it. */
    void moveClockTo(Instant time) {
        say.accept("the demo's clock is moved forward to " + time);
        clock.moveTo(time);
        clockMoved.run();
    }

    /** The beginning of a submission that works in the demo's workspace. */
    ObjectNode inWorkspace() {
        return Json.object().put("workspace", workspace.toString());
    }
}
