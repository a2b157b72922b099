package dev.writ.outside;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Label;
import dev.writ.permission.Allow;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.process.OutsideAgent;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Steering;
import dev.writ.runtime.Submission;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Budget;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Lets agents outside of Writ in, each on a task of its own, and ends the task with the last token for it. */
public final class OutsideAgents {
    private static final Duration READING_TIME = Duration.ofHours(12);

    private final Database database;
    private final TaskStore tasks;
    private final TaskLabels labels;
    private final Engine engine;
    private final Steering steering;
    private final DatabasePermissionManager permissions;
    private final AccessTokens tokens;

    public OutsideAgents(
            Database database,
            TaskStore tasks,
            TaskLabels labels,
            Engine engine,
            Steering steering,
            DatabasePermissionManager permissions,
            AccessTokens tokens) {
        this.database = database;
        this.tasks = tasks;
        this.labels = labels;
        this.engine = engine;
        this.steering = steering;
        this.permissions = permissions;
        this.tokens = tokens;
    }

    /**
     * What a person lets an agent do.
     *
     * @param purpose what for, in the person's words: what requests for tools are judged by
     * @param reading whether it may read below the workspace from the start
     * @param mayApprove whether the person at its side may approve what it asks for
     */
    public record Invitation(
            String agent,
            String purpose,
            Optional<Path> workspace,
            Set<Allow> allow,
            boolean reading,
            boolean mayApprove,
            Duration lasting,
            String by) {}

    /**
     * Makes a task for the agent and a token for it.
     *
     * @throws WritException where there is no such agent or workspace, or the time is too long
     */
    public AccessTokens.Created invite(Invitation invitation) {
        return admit(
                invitation,
                (transaction, task) -> tokens.create(
                        transaction, task, invitation.lasting(), invitation.mayApprove(), invitation.by()));
    }

    /** @param token makes what stands for the admission, in the transaction that makes the task usable */
    <T> T admit(Invitation invitation, BiFunction<Transaction, Task, T> token) {
        if (invitation.purpose().isBlank()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "It is not said what the agent is to do.",
                    "Say it with --purpose; requests for tools are judged by it.");
        }
        Task task = engine.submit(new Submission(
                invitation.purpose(),
                OutsideAgent.NAME,
                invitation.agent(),
                Json.object(),
                invitation.workspace(),
                invitation.allow(),
                Budget.DEFAULT,
                Submission.DEFAULT_APPROVAL_TIMEOUT,
                false,
                0,
                "",
                invitation.by()));
        return database.write(transaction -> {
            // What such an agent has read elsewhere, nobody here knows.
            labels.raise(transaction, task.id(), Label.WORST);
            if (invitation.reading() && invitation.workspace().isPresent()) {
                GrantProposal reading = new GrantProposal(
                        task.id(),
                        "file_system_listing",
                        Set.of(),
                        new Scope.FileScope(List.of("**"), List.of()),
                        READING_TIME.compareTo(invitation.lasting()) < 0 ? READING_TIME : invitation.lasting(),
                        0,
                        "given when the agent was let in");
                permissions.grant(transaction, reading, invitation.by());
            }
            return token.apply(transaction, task);
        });
    }

    /**
     * Another token for the agent of a task that was made for one.
     *
     * @throws WritException with {@code not_found}, or {@code invalid_arguments} where the task is over or Writ's own
     */
    public AccessTokens.Created inviteAgain(String id, Duration lasting, boolean mayApprove, String by) {
        return database.write(transaction -> {
            Task task = tasks.get(transaction.handle(), id);
            if (!task.process().equals(OutsideAgent.NAME) || task.state().isFinal()) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "Task " + id + " is over, or an agent of Writ's own works on it.",
                        "Leave the task out to make one for the agent.");
            }
            return tokens.create(transaction, task, lasting, mayApprove, by);
        });
    }

    /** Ends a token, and its task where no other one leads to it. */
    public AccessToken revoke(String id, String by) {
        AccessToken ended = database.write(transaction -> tokens.revoke(transaction, id, by));
        endAbandoned();
        return ended;
    }

    /** Ends the tasks that nobody can work on any more: with them go their grants and what runs under them. */
    public void endAbandoned() {
        for (String task : tokens.abandonedTasks()) {
            try {
                steering.cancel(task, "policy", "no access token for it is left");
            } catch (WritException e) {
                if (e.failure().code() != FailureCode.ILLEGAL_TRANSITION) {
                    throw e;
                }
            }
        }
    }
}
