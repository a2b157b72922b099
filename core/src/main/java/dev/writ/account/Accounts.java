package dev.writ.account;

import dev.writ.BearerSecret;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/**
 * The stored accounts. There are no passwords: an account has a token, of which only a hash is kept. A name is never given
 * to somebody else, so that the log says for ever who did what. Safe for use by many threads.
 */
public final class Accounts {
    private static final String PREFIX = "writ_person_";

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random whose numbers nobody can guess */
    public Accounts(Database database, EventLog events, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * An account with a token that was just made.
     *
     * @param secret what to show; this is the only time anybody sees it
     */
    public record Issued(Account account, String secret) {}

    /**
     * Lets a person in.
     *
     * @throws WritException with {@code invalid_arguments} for a name that cannot be one, with {@code conflict} for one
     *     that is or was somebody's
     */
    public Issued add(String name, Role role, String by) {
        if (!PersonName.isUsable(name)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "This cannot be the name of a person.",
                    "Use up to 39 small letters, digits, dots, hyphens and underscores, a letter first; not "
                            + PersonName.reserved() + ".");
        }
        String secret = BearerSecret.fresh(PREFIX, random);
        return database.write(transaction -> {
            if (!insert(transaction, name, role, secret, by)) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "There is or was a person '" + name + "'.",
                        "Choose another name: the log says by it who did what.");
            }
            append(transaction, "account.created", name, by, role);
            return new Issued(get(transaction.handle(), name), secret);
        });
    }

    /** An account whose token nobody gets to see; whether the name was nobody's. */
    boolean addVouched(Transaction transaction, String name, Role role, String by) {
        boolean added = insert(transaction, name, role, BearerSecret.fresh(PREFIX, random), by);
        if (added) {
            append(transaction, "account.created", name, by, role);
        }
        return added;
    }

    private boolean insert(Transaction transaction, String name, Role role, String secret, String by) {
        return transaction
                        .handle()
                        .createUpdate("""
                                INSERT INTO accounts (name, role, hash, created_by, created_at)
                                VALUES (:name, :role, :hash, :by, :now) ON CONFLICT (name) DO NOTHING
                                """)
                        .bind("name", name)
                        .bind("role", role.id())
                        .bind("hash", BearerSecret.hash(secret))
                        .bind("by", by)
                        .bind("now", clock.millis())
                        .execute()
                > 0;
    }

    /** Gives a person another role, from their next request on. It is also the most that a provider can give them from now on. */
    public Account changeRole(String name, Role role, String by) {
        return database.write(transaction -> {
            open(transaction.handle(), name);
            setRole(transaction, name, role, by);
            update(transaction, "most", role.id(), name);
            return get(transaction.handle(), name);
        });
    }

    void setRole(Transaction transaction, String name, Role role, String by) {
        update(transaction, "role", role.id(), name);
        append(transaction, "account.role_changed", name, by, role);
    }

    /** The role, or the one that an administrator gave the person, where that is less. */
    static Role atMost(Handle handle, String name, Role role) {
        Role most = handle.createQuery("SELECT most FROM accounts WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> role(row.getString("most")))
                .one();
        return most.covers(role) ? role : most;
    }

    private static Role role(String id) {
        return Role.valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Makes a new token for a person; the one before no longer counts. */
    public Issued renew(String name, String by) {
        String secret = BearerSecret.fresh(PREFIX, random);
        return database.write(transaction -> {
            Account account = open(transaction.handle(), name);
            update(transaction, "hash", BearerSecret.hash(secret), name);
            append(transaction, "account.renewed", name, by, account.role());
            return new Issued(account, secret);
        });
    }

    /** Keeps a person out for good, from their next request on. */
    public Account end(String name, String by) {
        return database.write(transaction -> {
            Account account = open(transaction.handle(), name);
            transaction
                    .handle()
                    .createUpdate("UPDATE accounts SET ended_at = :now WHERE name = :name")
                    .bind("now", clock.millis())
                    .bind("name", name)
                    .execute();
            append(transaction, "account.ended", name, by, account.role());
            return get(transaction.handle(), name);
        });
    }

    /** The open account behind a token; nobody can tell from an empty answer what is wrong. */
    public Optional<Account> authenticate(String secret) {
        if (!BearerSecret.hasForm(PREFIX, secret)) {
            return Optional.empty();
        }
        return database.read(handle -> handle.createQuery("SELECT * FROM accounts WHERE hash = :hash AND ended_at = 0")
                .bind("hash", BearerSecret.hash(secret))
                .map((row, context) -> read(row))
                .findOne());
    }

    /** The account of this name, if it may still come in. */
    public Optional<Account> findOpen(String name) {
        return database.read(handle -> find(handle, name)).filter(Account::isOpen);
    }

    /** By name. */
    public List<Account> list() {
        return database.read(handle -> handle.createQuery("SELECT * FROM accounts ORDER BY name")
                .map((row, context) -> read(row))
                .list());
    }

    private static void update(Transaction transaction, String column, String value, String name) {
        transaction
                .handle()
                .createUpdate("UPDATE accounts SET " + column + " = :value WHERE name = :name")
                .bind("value", value)
                .bind("name", name)
                .execute();
    }

    private void append(Transaction transaction, String type, String name, String by, Role role) {
        events.append(transaction, NewEvent.of(type, "account", name).by(by).with("role", role.id()));
    }

    private static Optional<Account> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM accounts WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Account get(Handle handle, String name) {
        return find(handle, name)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND, "There is no such person.", "List them with `writ user ls`."));
    }

    private static Account open(Handle handle, String name) {
        Account account = get(handle, name);
        if (!account.isOpen()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "'" + name + "' was kept out for good.",
                    "Add the person anew under another name.");
        }
        return account;
    }

    private static Account read(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        return new Account(
                row.getString("name"),
                role(row.getString("role")),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
    }
}
