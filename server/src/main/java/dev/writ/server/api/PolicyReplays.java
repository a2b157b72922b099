package dev.writ.server.api;

import dev.writ.tool.Replay;
import java.time.Duration;

/** Decides what is on record again, under the policy of a settings file. */
@FunctionalInterface
public interface PolicyReplays {
    /**
     * @param name how the file is called in failures
     * @param content its text, YAML
     * @param period how far back decisions are looked at
     * @throws dev.writ.WritException with {@code invalid_arguments} where that is no settings file
     */
    Replay under(String name, String content, Duration period);
}
