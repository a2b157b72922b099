package dev.writ.runtime;

import dev.writ.Json;
import dev.writ.permission.Allow;
import dev.writ.task.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user's request with its limits.
 *
 * @param process name of the process that handles it, {@code neutral_task} for plain requests
 * @param agent name of the agent that must do it; empty to let Writ select
 * @param allow what may be granted in the workspace without asking anyone
 * @param approvalTimeout how long a needed approval is waited for
 * @param key the same key again is the same submission; empty for none
 */
public record Submission(
        String request,
        String process,
        String agent,
        ObjectNode parameters,
        Optional<Path> workspace,
        Set<Allow> allow,
        Budget budget,
        Duration approvalTimeout,
        boolean stepMode,
        int priority,
        String key,
        String submittedBy) {
    public static final String PLAIN_PROCESS = "neutral_task";
    public static final Duration DEFAULT_APPROVAL_TIMEOUT = Duration.ofMinutes(10);

    /** A plain request without a workspace. */
    public static Submission of(String request) {
        return new Submission(
                request,
                PLAIN_PROCESS,
                "",
                Json.object(),
                Optional.empty(),
                Set.of(),
                Budget.DEFAULT,
                DEFAULT_APPROVAL_TIMEOUT,
                false,
                0,
                "",
                "person:user");
    }

    public Submission in(Path folder, Set<Allow> allowed) {
        return new Submission(
                request,
                process,
                agent,
                parameters,
                Optional.of(folder),
                allowed,
                budget,
                approvalTimeout,
                stepMode,
                priority,
                key,
                submittedBy);
    }

    public Submission keyed(String submissionKey) {
        return new Submission(
                request,
                process,
                agent,
                parameters,
                workspace,
                allow,
                budget,
                approvalTimeout,
                stepMode,
                priority,
                submissionKey,
                submittedBy);
    }

    /** The same request, handled by another process with these parameters. */
    public Submission handledBy(String name, ObjectNode values) {
        return new Submission(
                request,
                name,
                agent,
                values,
                workspace,
                allow,
                budget,
                approvalTimeout,
                stepMode,
                priority,
                key,
                submittedBy);
    }

    /** The same request from somebody else: {@code person:NAME} or {@code policy}. */
    public Submission from(String who) {
        return new Submission(
                request,
                process,
                agent,
                parameters,
                workspace,
                allow,
                budget,
                approvalTimeout,
                stepMode,
                priority,
                key,
                who);
    }
}
