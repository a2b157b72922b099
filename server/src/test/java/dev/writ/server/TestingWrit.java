package dev.writ.server;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.insight.compliance.ReportKey;
import dev.writ.permission.ApprovalRequest;
import dev.writ.runtime.Submission;
import dev.writ.server.api.ApiParts;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All of Writ but its HTTP server, over a fresh folder, with a scripted model and a clock that tests move. */
final class TestingWrit implements AutoCloseable {
    private static final AtomicInteger SEEDS = new AtomicInteger(7);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    final TestingModel model;
    final Settings settings;
    private final int seed;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> Instant.now().plus(ahead.get());
    private @Nullable Core core;
    private @Nullable ApiParts parts;

    private TestingWrit(Path folder, TestingModel model, Map<String, String> flags) {
        this(folder, model, flags, Map.of());
    }

    private TestingWrit(Path folder, TestingModel model, Map<String, String> flags, Map<String, String> environment) {
        this.model = model;
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", folder.toString());
        this.settings = Settings.load(flags, all);
        this.seed = SEEDS.incrementAndGet();
    }

    /** As {@link #start(Path, TestingModel)}, as one of the nodes that share a database. */
    static TestingWrit node(Path folder, String database, TestingModel model) {
        TestingWrit writ = new TestingWrit(folder, model, Map.of("database", database));
        giveKey(folder.resolveSibling("audit-key"), AuditLog.keyFile(writ.settings.dataFolder()));
        writ.open();
        writ.core().start();
        return writ;
    }

    /** All nodes of a test sign the log with one key; a folder that has one keeps it. */
    private static void giveKey(Path shared, Path own) {
        if (Files.exists(own)) {
            return;
        }
        AuditKey.open(shared);
        try {
            Files.createDirectories(own.getParent());
            Files.copy(shared, own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts Writ together and starts it. */
    static TestingWrit start(Path folder, TestingModel model) {
        TestingWrit writ = open(folder, model);
        writ.core().start();
        return writ;
    }

    /** As {@link #start(Path, TestingModel)}, with more in the environment. */
    static TestingWrit start(Path folder, TestingModel model, Map<String, String> environment) {
        TestingWrit writ = new TestingWrit(folder, model, TestingPostgres.flags(folder), environment);
        writ.open();
        writ.core().start();
        return writ;
    }

    /** As {@link #start}, but nothing is worked on until {@code core().start()}. */
    static TestingWrit open(Path folder, TestingModel model) {
        TestingWrit writ = new TestingWrit(folder, model, TestingPostgres.flags(folder));
        writ.open();
        return writ;
    }

    private void open() {
        try {
            Files.createDirectories(settings.dataFolder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Core opened = Core.open(settings, clock, new TimeOrderedIds(clock, new Random(seed)), new Random(seed), model);
        core = opened;
        parts = opened.parts(
                Json::object,
                Json::object,
                List::of,
                () -> ReportKey.open(settings.dataFolder().resolve("report-key")));
    }

    /** Stops, and starts again on the same data. */
    void restart() {
        core().close();
        open();
        core().start();
    }

    /** Breaks off so that nothing more can be written, as if the process were killed, and starts again. */
    void crash() {
        core().database().close();
        restart();
    }

    Core core() {
        return java.util.Objects.requireNonNull(core);
    }

    ApiParts parts() {
        return java.util.Objects.requireNonNull(parts);
    }

    /** Moves the clock forward, and has what is due by then end. */
    void pass(Duration time) {
        ahead.updateAndGet(now -> now.plus(time));
        core().deadlines().sweep();
    }

    /** A request for the worker alone, without the steps around it. */
    static Submission work(String request) {
        return with(Submission.of(request), "single_agent", "worker");
    }

    static Submission with(Submission one, String process, String agent) {
        return new Submission(
                one.request(),
                process,
                agent,
                one.parameters(),
                one.workspace(),
                one.allow(),
                one.budget(),
                one.approvalTimeout(),
                one.stepMode(),
                one.priority(),
                one.key(),
                one.submittedBy());
    }

    Task submit(Submission submission) {
        return core().engine().submit(submission);
    }

    /** Submits and waits for the end. */
    Task run(Submission submission) {
        return ended(submit(submission).id());
    }

    Task task(String id) {
        return parts().tasks().get(id);
    }

    Task ended(String id) {
        return await(id, task -> task.state().isFinal());
    }

    Task reaches(String id, TaskState state) {
        return await(id, task -> task.state() == state);
    }

    private Task await(String id, Predicate<Task> condition) {
        until(() -> condition.test(task(id)), () -> "task is " + task(id) + "\n" + story(task(id).tree()));
        return task(id);
    }

    /** Waits, event by event, until the condition holds. */
    void until(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
        Instant end = Instant.now().plus(LONGEST_WAIT);
        long seen = parts().events().lastSeq();
        try {
            while (!condition.getAsBoolean()) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("waited in vain: " + otherwise.get());
                }
                List<Event> news =
                        parts().events().feed().next(EventFilter.all().after(seen), Duration.ofMillis(100));
                seen = news.isEmpty() ? seen : news.getLast().seq();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The child of a task that runs this process, once it is there. */
    Task child(String parent, String process) {
        until(() -> childOf(parent, process).isPresent(), () -> "no " + process + " under " + parent);
        return childOf(parent, process).orElseThrow();
    }

    private Optional<Task> childOf(String parent, String process) {
        return parts().tasks().children(parent).stream()
                .filter(task -> task.process().equals(process))
                .findFirst();
    }

    /** The approval that waits for a person, once it does. */
    ApprovalRequest approval(String tree) {
        until(() -> !pending(tree).isEmpty(), () -> "no approval is asked for\n" + story(tree));
        return pending(tree).getFirst();
    }

    List<ApprovalRequest> pending(String tree) {
        return parts().approvals().list(Optional.of(ApprovalRequest.State.PENDING), "", tree, 100);
    }

    List<Task> tree(String tree) {
        return parts().tasks().list(TaskFilter.ofTree(tree)).reversed();
    }

    List<Message> conversation(String task) {
        return parts().conversation().read(task);
    }

    /** The results the agent of a task was given, oldest first. */
    List<Message.Result> results(String task) {
        return conversation(task).stream()
                .filter(Message.Result.class::isInstance)
                .map(Message.Result.class::cast)
                .toList();
    }

    List<Event> events(String tree, String type) {
        return parts().events().find(EventFilter.all().inTree(tree).ofType(type));
    }

    /** One value of the database as text; "" where there is none. */
    String value(String sql, Object... arguments) {
        return parts().database()
                .read(handle -> handle.select(sql, arguments)
                        .mapTo(String.class)
                        .findFirst()
                        .orElse(""));
    }

    private String story(String tree) {
        StringBuilder story = new StringBuilder();
        for (Event event : events(tree, "")) {
            story.append(event.seq()).append(' ').append(event.type()).append(' ');
            story.append(event.task()).append(' ').append(event.data()).append('\n');
        }
        return story.toString();
    }

    static ObjectNode json(String text) {
        return Json.parseObject(text);
    }

    static Set<dev.writ.permission.Allow> allow(dev.writ.permission.Allow... what) {
        return Set.of(what);
    }

    @Override
    public void close() {
        core().close();
    }
}
