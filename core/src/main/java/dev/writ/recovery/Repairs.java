package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Quarantine;
import dev.writ.permission.Assignment;
import dev.writ.permission.AssignmentFilter;
import dev.writ.permission.AssignmentView;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.Suspended;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Fenced;
import java.time.Instant;
import java.util.List;

/**
 * Does what an incident calls for. Each action can be done again after a crash: it looks first whether it was done. What
 * cannot be done is said, and nothing is changed then.
 */
public final class Repairs {
    private static final System.Logger LOG = System.getLogger(Repairs.class.getName());
    private static final String ACTOR = "agent:recovery_agent";

    private final Database database;
    private final Definitions definitions;
    private final Quarantine quarantine;
    private final DatabasePermissionManager permissions;
    private final Reach reach;

    /** What recovery reaches outside of the records. */
    public interface Reach {
        /** Hands the request in again; the same key again is the same request. Returns its first task's id. */
        String handIn(String task, String key);

        /** Has somebody look at an open task. */
        void wake(Transaction transaction, String task);

        /** Starts a third party's server, and waits until it answers. */
        void startServer(String name) throws InterruptedException;

        /**
         * Takes an experiment on the definition back, where there is one.
         *
         * @return whether there was one
         */
        boolean endExperiment(EntityRef definition, String reason);
    }

    /**
     * What came of an action.
     *
     * @param done false where it could not be done
     * @param retried id of the request that was handed in again; empty for other actions
     */
    public record Done(boolean done, String text, String retried) {
        static Done yes(String text) {
            return new Done(true, text, "");
        }

        static Done no(String text) {
            return new Done(false, text, "");
        }
    }

    public Repairs(
            Database database,
            Definitions definitions,
            Quarantine quarantine,
            DatabasePermissionManager permissions,
            Reach reach) {
        this.database = database;
        this.definitions = definitions;
        this.quarantine = quarantine;
        this.permissions = permissions;
        this.reach = reach;
    }

    /** @param key of this attempt of this incident, so that doing it again is known as such */
    Done perform(Action action, String incident, String key) {
        try {
            return switch (action) {
                case Action.Retry retry -> retry(retry.task(), key);
                case Action.RollBack back -> rollBack(back, incident);
                case Action.RestartServer restart -> restart(restart.server());
                case Action.RevokeTool revoke -> revoke(revoke, incident);
                case Action.QuarantineVersion version -> quarantine(version, incident);
                case Action.AskPerson ignored -> Done.no("A person is asked by the process itself.");
            };
        } catch (WritException e) {
            return Done.no(e.failure().message());
        } catch (Suspended | Fenced e) {
            throw e;
        } catch (RuntimeException e) {
            // One action that breaks must not keep the next one, or a person, from being asked.
            LOG.log(System.Logger.Level.WARNING, "recovery could not do: " + action.text(), e);
            return Done.no("It broke off inside Writ: " + e.getClass().getSimpleName() + ".");
        }
    }

    private record Root(String state, long unsafe) {}

    private Done retry(String task, String key) {
        Root root = database.read(handle -> handle.createQuery("""
                        SELECT state,
                               (SELECT COUNT(*) FROM tool_usage_events u
                                WHERE u.tree = t.tree AND u.effect = 'unsafe'
                                  AND (u.outcome NOT IN ('denied', 'failed')
                                       OR u.failure LIKE '%outcome_unknown%')) AS n
                        FROM tasks t WHERE id = :id
                        """)
                .bind("id", task)
                .map((row, context) -> new Root(row.getString("state"), row.getLong("n")))
                .findOne()
                .orElse(new Root("unknown", 0)));
        return switch (root.state()) {
            case "unknown" -> Done.no("There is no such request any more.");
            case "completed" -> Done.no("The request ended well in spite of it.");
            case "cancelled" -> Done.no("A person stopped the request.");
            case "manual_hold" -> Done.no("A person holds the task.");
            case "failed" -> {
                if (root.unsafe() > 0) {
                    yield Done.no("The request did " + root.unsafe()
                            + " things that must not be done twice without a person's word.");
                }
                String made = reach.handIn(task, key);
                yield new Done(true, "The request is handed in again as " + made + ".", made);
            }
            default -> {
                database.writeOnly(transaction -> reach.wake(transaction, task));
                yield Done.yes("The task was woken.");
            }
        };
    }

    private Done rollBack(Action.RollBack back, String incident) {
        Definition now = definitions.get(back.kind(), back.name());
        if (now.activeVersion() == back.to()) {
            return Done.yes("Version " + back.to() + " is active.");
        }
        if (now.activeVersion() != back.from()) {
            return Done.no("Version " + now.activeVersion() + " is active by now, which somebody else chose.");
        }
        String reason = "incident " + incident;
        if (!reach.endExperiment(now.ref(), reason)
                || definitions.get(back.kind(), back.name()).activeVersion() == back.from()) {
            definitions.rollback(back.kind(), back.name(), back.to(), Change.by(ACTOR, reason));
        }
        return Done.yes("Version " + back.to() + " is active instead of " + back.from() + ".");
    }

    private Done quarantine(Action.QuarantineVersion bad, String incident) {
        Change change = Change.by(ACTOR, "incident " + incident);
        return database.write(transaction -> {
            Definition now = definitions.get(bad.kind(), bad.name());
            if (now.activeVersion() == bad.version()) {
                definitions.rollback(transaction, bad.kind(), bad.name(), bad.to(), change);
            }
            quarantine.mark(transaction, now, bad.version(), incident, change);
            return Done.yes("Version " + bad.version() + " is in quarantine.");
        });
    }

    private Done restart(String server) {
        try {
            reach.startServer(server);
            return Done.yes("The server answers.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Whoever interrupted stops Writ or the task; it is no word on the server.
            throw new Suspended();
        }
    }

    private Done revoke(Action.RevokeTool revoke, String incident) {
        List<AssignmentView> live = permissions
                .assignments(AssignmentFilter.all()
                        .inTree(revoke.tree())
                        .in(Assignment.State.LIVE)
                        .atMost(1_000))
                .stream()
                .filter(view -> view.assignment().tool().equals(revoke.tool()))
                .toList();
        database.writeOnly(transaction -> live.forEach(
                view -> permissions.revoke(transaction, view.assignment().id(), ACTOR, "incident " + incident)));
        boolean base = live.isEmpty();
        return base
                ? Done.no("The request holds no grant of " + revoke.tool()
                        + "; what an agent always may, a person changes.")
                : Done.yes(live.size() + " grants of " + revoke.tool() + " were revoked.");
    }

    /**
     * The version that was active before the present one, told from events; 0 where the present one did not become active
     * between the two times, or the one before is in quarantine.
     */
    int versionBefore(EntityKind kind, String name, Instant from, Instant until) {
        Definition now = definitions.get(kind, name);
        return database.read(handle -> {
            int before = handle.createQuery("""
                            SELECT data FROM events WHERE kind = :kind AND entity = :entity
                              AND type IN ('entity.updated', 'entity.rolled_back')
                              AND at >= :from AND at <= :until ORDER BY seq DESC LIMIT 1
                            """)
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .bind("kind", kind.id())
                    .bind("entity", now.id())
                    .mapTo(String.class)
                    .findOne()
                    .map(Json::parseObject)
                    .filter(data -> data.path("version").asInt(0) == now.activeVersion())
                    .map(data -> data.path("from_version").asInt(0))
                    .orElse(0);
            return before == now.activeVersion() || Quarantine.holds(handle, now.id(), before) ? 0 : before;
        });
    }

    int activeVersion(EntityKind kind, String name) {
        return definitions.get(kind, name).activeVersion();
    }
}
