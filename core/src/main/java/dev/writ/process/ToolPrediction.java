package dev.writ.process;

import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.Assignment;
import dev.writ.permission.Ceiling;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.permission.Verdict;
import dev.writ.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives a task at its start what its words say it will surely need, so that it does not have to ask: reading below its
 * workspace when it is about files. Only what would be granted without asking anyone; everything else is asked for when
 * it is needed.
 */
final class ToolPrediction {
    private static final Pattern ABOUT_FILES = Pattern.compile(
            "\\b(files?|folders?|director(y|ies)|workspace|code|codebase|project|repository|repo|read|open|list|find"
                    + "|search|grep|replace|rename|describe|summari[sz]e|TODOs?|FIXMEs?|languages?|lines?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Duration READING_TIME = Duration.ofHours(1);

    private final DatabasePermissionManager permissions;

    ToolPrediction(DatabasePermissionManager permissions) {
        this.permissions = permissions;
    }

    /** What a task with these words surely needs. */
    static Optional<GrantProposal> proposal(String task, String instruction, boolean hasWorkspace) {
        if (!hasWorkspace || !ABOUT_FILES.matcher(instruction).find()) {
            return Optional.empty();
        }
        return Optional.of(new GrantProposal(
                task,
                "file_system_listing",
                Set.of(),
                new Scope.FileScope(List.of("**"), List.of()),
                READING_TIME,
                0,
                "predicted: the request is about files of the workspace"));
    }

    void predict(ProcessRun run) {
        Task task = run.task();
        run.stepWriting("predict_tools", String[].class, transaction -> {
            Optional<GrantProposal> predicted = proposal(
                    task.id(), task.instruction(), !run.tree().workspace().isEmpty());
            if (predicted.isEmpty()) {
                return new String[0];
            }
            GrantProposal reading = predicted.get();
            Ceiling ceiling = Ceiling.read(run.tree().ceiling());
            return switch (ApprovalPolicy.decide(ceiling, reading)) {
                case Verdict.Automatic ignored -> {
                    Assignment granted = permissions.grant(transaction, reading, "policy");
                    yield new String[] {granted.id()};
                }
                case Verdict.NeedsPerson ignored -> new String[0];
                case Verdict.OutsideCeiling ignored -> new String[0];
            };
        });
    }
}
