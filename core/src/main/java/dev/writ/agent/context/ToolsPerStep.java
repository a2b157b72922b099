package dev.writ.agent.context;

import dev.writ.agent.context.ModelContext.State;
import dev.writ.agent.context.StepTools.Available;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.AssignmentFilter;
import dev.writ.permission.AssignmentView;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.store.Database;
import dev.writ.task.Task;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolUsage;
import dev.writ.tool.UsageRecords;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells the tools of each step of a task from events, grants and the record of calls. Safe for use by many threads. */
public final class ToolsPerStep {
    private static final int MOST = 10_000;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final ShownFunctions functions;
    private final DatabasePermissionManager permissions;
    private final UsageRecords usage;

    public ToolsPerStep(
            Database database,
            EventLog events,
            InstantSource clock,
            ShownFunctions functions,
            DatabasePermissionManager permissions) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.functions = functions;
        this.permissions = permissions;
        this.usage = new UsageRecords(database);
    }

    /** All steps, oldest first; the next one is the last where the task is open. Empty where no model was asked. */
    public List<StepTools> of(Task task) {
        Walk walk = new Walk(task);
        events.find(EventFilter.all()
                        .inTree(task.tree())
                        .ofTask(task.id())
                        .ofKinds("model_call", "grant", "task")
                        .atMost(MOST))
                .forEach(walk::read);
        if (!task.state().isFinal()) {
            walk.next();
        }
        return List.copyOf(walk.steps);
    }

    /** Goes through what happened in its order: what came between two answers of the model belongs to the later one. */
    private final class Walk {
        private final Task task;
        private final Map<String, AssignmentView> grants;
        private final List<ToolUsage> calls;
        private final List<StepTools> steps = new ArrayList<>();
        private final Set<String> live = new LinkedHashSet<>();
        private List<ShownFunction> shownBefore = List.of();
        private List<AssignmentView> granted = new ArrayList<>();
        private List<AssignmentView> ended = new ArrayList<>();

        Walk(Task task) {
            this.task = task;
            this.grants = permissions
                    .assignments(AssignmentFilter.all().ofTask(task.id()).atMost(MOST))
                    .stream()
                    .collect(Collectors.toMap(grant -> grant.assignment().id(), Function.identity()));
            this.calls = usage.ofTask(task.id(), MOST);
        }

        void read(Event event) {
            switch (event.type()) {
                case "model.called" -> answered(event);
                case "grant.refused" -> {
                    if (!steps.isEmpty()) {
                        steps.getLast().refused().add(event);
                    }
                }
                case "grant.issued" -> {
                    live.add(event.entity());
                    add(granted, event.entity());
                }
                case "grant.used_up", "grant.expired", "grant.unused", "grant.revoked", "grant.ended" -> {
                    if (live.remove(event.entity())) {
                        add(ended, event.entity());
                    }
                }
                default -> {
                    // Nothing about tools.
                }
            }
        }

        private void add(List<AssignmentView> list, String id) {
            Optional.ofNullable(grants.get(id)).ifPresent(list::add);
        }

        private void answered(Event called) {
            Optional<List<ShownFunction>> shown = database.read(handle ->
                    ShownFunctions.find(handle, called.data().path("functions").asString("")));
            State state = called.outcome().equals("succeeded") ? State.ANSWERED : State.FAILED;
            add(step(Contexts.stepOf(called), called.at(), state, shown));
        }

        void next() {
            add(step(task.turns() + 1, clock.instant(), State.NEXT, Optional.of(functions.now(task.id()))));
        }

        /** A step that was tried again is told once, by its last try. */
        private void add(StepTools step) {
            steps.removeIf(earlier -> earlier.step() == step.step());
            steps.add(step);
            granted = new ArrayList<>();
            ended = new ArrayList<>();
        }

        private StepTools step(int number, Instant at, State state, Optional<List<ShownFunction>> shown) {
            List<ShownFunction> now = shown.orElse(List.of());
            List<ShownFunction> before = shownBefore;
            shownBefore = now;
            return new StepTools(
                    number,
                    at,
                    state,
                    shown.isPresent(),
                    now.stream()
                            .map(function -> available(function, !before.isEmpty() && !has(before, function)))
                            .toList(),
                    before.stream()
                            .filter(function -> !has(now, function))
                            .map(ShownFunction::name)
                            .toList(),
                    granted,
                    ended,
                    calls.stream()
                            .filter(call -> call.call().startsWith(task.id() + ".t" + number + "c"))
                            .toList(),
                    new ArrayList<>());
        }

        private Available available(ShownFunction function, boolean added) {
            Optional<String> grant = live.stream()
                    .filter(id -> Optional.ofNullable(grants.get(id))
                            .filter(one -> gives(one, function))
                            .isPresent())
                    .findFirst();
            String by = function.tool().equals(OperationSpec.CORE) ? "core" : grant.isPresent() ? "grant" : "base";
            return new Available(function.name(), function.tool(), function.thirdParty(), by, grant.orElse(""), added);
        }
    }

    private static boolean has(List<ShownFunction> functions, ShownFunction wanted) {
        return functions.stream().anyMatch(function -> function.name().equals(wanted.name()));
    }

    private static boolean gives(AssignmentView grant, ShownFunction function) {
        return grant.assignment().tool().equals(function.tool())
                && (grant.assignment().operations().isEmpty()
                        || grant.assignment().operations().contains(function.operation()));
    }
}
