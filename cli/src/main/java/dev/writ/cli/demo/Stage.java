package dev.writ.cli.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** What every scenario works with. */
record Stage(
        Requests requests, Facts facts, DemoClock clock, Runnable clockMoved, Path workspace, Consumer<String> say) {
    /** Moves the demo's clock, says so, and lets everything with a deadline see it. */
    void moveClockTo(Instant time) {
        say.accept("the demo's clock is moved forward to " + time);
        clock.moveTo(time);
        clockMoved.run();
    }
}
