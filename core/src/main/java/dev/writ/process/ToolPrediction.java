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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final StartTools startTools;

    ToolPrediction(DatabasePermissionManager permissions, StartTools startTools) {
        this.permissions = permissions;
        this.startTools = startTools;
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
            Ceiling ceiling = Ceiling.read(run.tree().ceiling());
            List<Assignment> granted = new ArrayList<>();
            predicted.ifPresent(reading -> {
                switch (ApprovalPolicy.decide(ceiling, reading)) {
                    case Verdict.Automatic ignored -> granted.add(permissions.grant(transaction, reading, "policy"));
                    case Verdict.NeedsPerson ignored -> {}
                    case Verdict.OutsideCeiling ignored -> {}
                }
            });
            Set<String> tools = granted.stream().map(Assignment::tool).collect(Collectors.toSet());
            return Stream.concat(
                            granted.stream().map(Assignment::id), startTools.give(transaction, run, tools).stream())
                    .toArray(String[]::new);
        });
    }
}
