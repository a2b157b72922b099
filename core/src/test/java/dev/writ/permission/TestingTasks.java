package dev.writ.permission;

import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Permissions over a fresh database, with a clock that stands still until told, and trees and tasks put in by SQL. */
final class TestingTasks {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Database database;
    final AtomicLong now = new AtomicLong(START.toEpochMilli());
    final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final AtomicInteger ids = new AtomicInteger();
    final EventLog events;
    final BasePermissions base;
    final DatabasePermissionManager permissions;
    final Approvals approvals;

    TestingTasks(Database database) {
        this.database = database;
        this.events = new EventLog(database, clock, this::nextId);
        this.base = new BasePermissions(database, events);
        this.permissions = newManager();
        this.approvals = new Approvals(database, events, clock, this::nextId, permissions, TwoPeople.NEVER);
    }

    String nextId(String prefix) {
        return "%s_%06d".formatted(prefix, ids.incrementAndGet());
    }

    /** Permissions that know only what is in the database. */
    DatabasePermissionManager newManager() {
        return new DatabasePermissionManager(database, events, clock, this::nextId, base);
    }

    void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }

    static Ceiling everything() {
        return Ceiling.forSubmission(
                true, Set.of(Allow.values()), CeilingSettings.defaults().withServers(List.of("memory")));
    }

    String tree(Ceiling ceiling) {
        String id = nextId("tree");
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("""
                        INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                        VALUES (:id, 'do it', 'person:ada', :ceiling, '{}', 600, 0)
                        """)
                .bind("id", id)
                .bind("ceiling", Json.write(ceiling.toJson()))
                .execute());
        return id;
    }

    String task(String tree, String agent) {
        return task(tree, agent, "");
    }

    String task(String tree, String agent, String delegatedBy) {
        String id = nextId("task");
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("""
                        INSERT INTO tasks (id, tree, delegated_by, depth, title, instruction, process, agent, state,
                                           version, created_at, updated_at)
                        VALUES (:id, :tree, :delegatedBy, 0, 't', 'i', 'p', :agent, 'tool_processing', 1, 0, 0)
                        """)
                .bind("id", id)
                .bind("tree", tree)
                .bind("delegatedBy", delegatedBy)
                .bind("agent", agent)
                .execute());
        return id;
    }

    /** A task of an agent without base permissions, in a tree where everything is allowed. */
    String workerTask() {
        return task(tree(everything()), "worker");
    }

    void set(String task, String column, String value) {
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("UPDATE tasks SET " + column + " = :value WHERE id = :id")
                .bind("id", task)
                .bind("value", value)
                .execute());
    }

    void finish(String task) {
        database.writeOnly(transaction -> {
            transaction
                    .handle()
                    .createUpdate("UPDATE tasks SET state = 'completed' WHERE id = :id")
                    .bind("id", task)
                    .execute();
            permissions.endTask(transaction, task);
            approvals.endTask(transaction, task);
        });
    }

    static Scope writing(String... globs) {
        return new Scope.FileScope(List.of(), List.of(globs));
    }

    static Access write(String path) {
        return new Access.FileAccess(path, Access.FileVerb.WRITE);
    }

    static GrantProposal edit(String task, int uses, String... globs) {
        return new GrantProposal(
                task, "file_edit", Set.of("write_file"), writing(globs), Duration.ofHours(1), uses, "to fix it");
    }

    Assignment grant(GrantProposal proposal) {
        return database.write(transaction -> permissions.grant(transaction, proposal, "policy"));
    }

    boolean use(Assignment assignment) {
        return database.write(transaction -> permissions.useCounted(transaction, assignment.id()));
    }

    void revoke(Assignment assignment) {
        database.writeOnly(transaction -> permissions.revoke(transaction, assignment.id(), "person:ada", "enough"));
    }

    Decision check(String task, String... paths) {
        return permissions.check(
                task,
                "file_edit",
                "write_file",
                List.of(paths).stream().map(TestingTasks::write).toList());
    }

    boolean allows(String task, String... paths) {
        return check(task, paths) instanceof Decision.Allowed;
    }

    Decision.Rule deniedBy(String task, String... paths) {
        return switch (check(task, paths)) {
            case Decision.Allowed allowed -> throw new AssertionError("allowed by " + allowed.by());
            case Decision.Denied denied -> denied.rule();
        };
    }

    List<String> eventTypes(String kind, String entity) {
        return events.find(EventFilter.all().about(kind, entity)).stream()
                .map(Event::type)
                .toList();
    }
}
