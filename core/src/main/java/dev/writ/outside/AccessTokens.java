package dev.writ.outside;

import dev.writ.BearerSecret;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * The stored access tokens. Of the secret only a hash is kept: it is 256 random bits, so one round of SHA-256 is enough.
 * Safe for use by many threads.
 */
public final class AccessTokens {
    /** The longest that one may last. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final String PREFIX = "writ_";
    /** Begins what stands in place of a hash where there is no secret; no hash looks like it. */
    private static final String NO_SECRET = "vouched:";

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final RandomGenerator random;

    /** @param random whose numbers nobody can guess */
    public AccessTokens(Database database, EventLog events, InstantSource clock, IdSource ids, RandomGenerator random) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /**
     * A token that was just made.
     *
     * @param secret what to show; this is the only time anybody sees it
     */
    public record Created(AccessToken token, String secret) {}

    /**
     * Makes a token for the agent of a task.
     *
     * @param mayApprove whether the person at the agent's side may approve what it asks for
     *
     * @throws WritException with {@code invalid_arguments} for a time that is none or too long
     */
    public Created create(Transaction transaction, Task task, Duration lasting, boolean mayApprove, String by) {
        if (lasting.compareTo(Duration.ofSeconds(1)) < 0 || lasting.compareTo(LONGEST) > 0) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "An access token lasts at least a second and at most " + LONGEST.toDays() + " days.",
                    "Name a time such as 8h.");
        }
        String secret = BearerSecret.fresh(PREFIX, random);
        AccessToken token = insert(
                transaction, task, BearerSecret.hash(secret), clock.instant().plus(lasting), mayApprove, by);
        return new Created(token, secret);
    }

    /**
     * A token without a secret, for an agent of a task that somebody else vouches for at each request.
     *
     * @param until when it ends, unless it is extended before
     */
    AccessToken createVouched(Transaction transaction, Task task, Instant until, boolean mayApprove, String by) {
        return insert(transaction, task, NO_SECRET + task.id(), until, mayApprove, by);
    }

    private AccessToken insert(
            Transaction transaction, Task task, String hash, Instant until, boolean mayApprove, String by) {
        AccessToken token = new AccessToken(
                ids.next("token"), task.agent(), task.id(), mayApprove, by, clock.instant(), until, Optional.empty());
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO access_tokens (id, hash, agent, task, may_approve, created_by, created_at, expires_at)
                        VALUES (:id, :hash, :agent, :task, :mayApprove, :by, :now, :until)
                        """)
                .bind("id", token.id())
                .bind("hash", hash)
                .bind("agent", token.agent())
                .bind("task", token.task())
                .bind("mayApprove", mayApprove ? 1 : 0)
                .bind("by", by)
                .bind("now", token.createdAt().toEpochMilli())
                .bind("until", token.expiresAt().toEpochMilli())
                .execute();
        events.append(
                transaction,
                NewEvent.of("token.created", "token", token.id())
                        .in(task.tree(), task.id())
                        .by(by)
                        .with("agent", token.agent())
                        .with("expires_at", token.expiresAt().toString()));
        return token;
    }

    /** The live token behind a secret whose task is still open; nobody can tell from an empty answer what is wrong. */
    public Optional<AccessToken> authenticate(String secret) {
        if (!BearerSecret.hasForm(PREFIX, secret)) {
            return Optional.empty();
        }
        return database.read(handle -> handle.createQuery("""
                                SELECT a.* FROM access_tokens a JOIN tasks t ON t.id = a.task
                                WHERE a.hash = :hash AND t.state NOT IN ('completed', 'failed', 'cancelled')
                                """)
                        .bind("hash", BearerSecret.hash(secret))
                        .map((row, context) -> read(row))
                        .findOne())
                .filter(token -> token.isLive(clock.instant()));
    }

    /** The newest first. */
    public List<AccessToken> list(int limit) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM access_tokens ORDER BY created_at DESC, id DESC LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    /** Those of one task, whatever their state. */
    public List<AccessToken> ofTask(Handle handle, String task) {
        return handle.createQuery("SELECT * FROM access_tokens WHERE task = :task ORDER BY created_at, id")
                .bind("task", task)
                .map((row, context) -> read(row))
                .list();
    }

    /** Open tasks that had tokens and have no live one any more. */
    public List<String> abandonedTasks() {
        return database.read(handle -> handle.createQuery("""
                        SELECT t.id FROM tasks t
                        WHERE t.state NOT IN ('completed', 'failed', 'cancelled')
                          AND EXISTS (SELECT 1 FROM access_tokens a WHERE a.task = t.id)
                          AND NOT EXISTS (SELECT 1 FROM access_tokens a
                                          WHERE a.task = t.id AND a.ended_at = 0 AND a.expires_at > :now)
                        """)
                .bind("now", clock.millis())
                .mapTo(String.class)
                .list());
    }

    /** When the next live token expires. */
    public Optional<Instant> nextExpiry() {
        return database.read(handle -> handle.createQuery("""
                                SELECT MIN(expires_at) FROM access_tokens WHERE ended_at = 0 AND expires_at > :now
                                """)
                        .bind("now", clock.millis())
                        .mapTo(Long.class)
                        .findOne())
                .map(Instant::ofEpochMilli);
    }

    /**
     * Ends a token now. No effect on one that has ended.
     *
     * @throws WritException with {@code not_found}
     */
    public AccessToken revoke(Transaction transaction, String id, String by) {
        AccessToken token = find(transaction.handle(), id)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no access token '" + id + "'.",
                        "List them with `writ token ls`."));
        int changed = transaction
                .handle()
                .createUpdate(
                        "UPDATE access_tokens SET ended_at = :now, ended_by = :by WHERE id = :id AND ended_at = 0")
                .bind("now", clock.millis())
                .bind("by", by)
                .bind("id", id)
                .execute();
        if (changed == 1) {
            events.append(
                    transaction,
                    NewEvent.of("token.revoked", "token", id)
                            .in(token.task(), token.task())
                            .by(by)
                            .with("agent", token.agent()));
        }
        return find(transaction.handle(), id).orElseThrow();
    }

    private static Optional<AccessToken> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM access_tokens WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static AccessToken read(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        return new AccessToken(
                row.getString("id"),
                row.getString("agent"),
                row.getString("task"),
                row.getInt("may_approve") == 1,
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
    }
}
