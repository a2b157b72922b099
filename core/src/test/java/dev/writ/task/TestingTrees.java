package dev.writ.task;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The stores of trees and tasks over a database, with a clock that tests move and ids that count. */
public final class TestingTrees {
    public final Database database;
    public final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    public final IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
    public final EventLog events;
    public final TaskStore tasks;
    public final TreeStore trees;

    public TestingTrees(Database database) {
        this.database = database;
        this.events = new EventLog(database, clock, ids);
        this.tasks = new TaskStore(database, events, clock);
        this.trees = new TreeStore(database, clock);
    }

    /** A tree with its first task. */
    public Task root(Budget budget) {
        String id = ids.next("task");
        return database.write(transaction -> {
            trees.create(
                    transaction,
                    new Tree(
                            id,
                            "do it",
                            "person:ada",
                            "",
                            Json.object(),
                            budget,
                            Duration.ofMinutes(10),
                            false,
                            new Tree.Spent(0, 0, 0, 0),
                            clock.instant(),
                            Optional.empty()),
                    "");
            return tasks.create(
                    transaction,
                    new NewTask(
                            id,
                            id,
                            "",
                            "",
                            0,
                            "title",
                            "do it",
                            "neutral_task",
                            "worker",
                            Json.object(),
                            0,
                            false,
                            List.of()),
                    "person:ada");
        });
    }

    public Task root() {
        return root(Budget.DEFAULT);
    }

    public Task child(Task parent, String... after) {
        return database.write(transaction -> tasks.create(
                transaction,
                NewTask.childOf(parent, ids.next("task"), "part", "do the part", "single_agent")
                        .after(List.of(after)),
                "engine"));
    }

    /** The task moved through these states. */
    public Task moved(Task task, TaskState... states) {
        Task now = task;
        for (TaskState state : states) {
            Task before = now;
            now = database.write(transaction -> tasks.move(transaction, before, state, "engine"));
        }
        return now;
    }
}
