package dev.writ.account;

import dev.writ.FailureCode;
import dev.writ.IdSource;
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
import java.util.regex.Pattern;

/**
 * The views that people keep. Everybody has their own, and nobody sees those of others; the log says that one was kept and
 * not what it is. Only addresses of pages with filters are kept, never any other address. Safe for use by many threads.
 */
public final class SavedFilters {
    /** The most that one person has. */
    public static final int MOST = 50;

    private static final int LONGEST_NAME = 60;
    private static final Pattern ADDRESS =
            Pattern.compile("/(?:tasks|events|grants|usage)(?:\\?[!-~&&[^#\\\\]]{0,1000})?");
    private static final Pattern UNSEEN = Pattern.compile("\\p{C}");

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;

    public SavedFilters(Database database, EventLog events, InstantSource clock, IdSource ids) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
    }

    /** Those of a person, by name. */
    public List<SavedFilter> of(String person) {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, name, address, created_at FROM saved_filters
                        WHERE person = :person ORDER BY name, id
                        """)
                .bind("person", person)
                .map((row, context) -> read(row))
                .list());
    }

    /**
     * Keeps a view.
     *
     * @throws WritException with {@code invalid_arguments} for a name or address that cannot be kept, {@code conflict} for
     *     a name the person uses already, {@code limit_reached} where they have {@link #MOST}
     */
    public SavedFilter save(String person, String name, String address) {
        String kept = checkedName(name);
        if (!ADDRESS.matcher(address).matches()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "This is not the address of a page with filters.",
                    "Give the path and query of the tasks, events, grants or usage page, as in /events?type=tool, up to"
                            + " 1,000 characters.");
        }
        SavedFilter made = new SavedFilter(ids.next("filter"), kept, address, clock.instant());
        return database.write(transaction -> {
            if (count(transaction, person) >= MOST) {
                throw new WritException(
                        FailureCode.LIMIT_REACHED,
                        "You keep " + MOST + " filters, which is the most.",
                        "Delete one that you no longer need.");
            }
            int added = transaction
                    .handle()
                    .createUpdate("""
                            INSERT INTO saved_filters (id, person, name, address, created_at)
                            VALUES (:id, :person, :name, :address, :now) ON CONFLICT (person, name) DO NOTHING
                            """)
                    .bind("id", made.id())
                    .bind("person", person)
                    .bind("name", made.name())
                    .bind("address", made.address())
                    .bind("now", made.createdAt().toEpochMilli())
                    .execute();
            if (added == 0) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "You keep a filter of this name already.",
                        "Choose another name, or delete that one first.");
            }
            tell(transaction, "filter.saved", made.id(), person);
            return made;
        });
    }

    /**
     * Forgets one.
     *
     * @throws WritException with {@code not_found} where the person has none of this id, whoever else may have it
     */
    public void delete(String person, String id) {
        database.writeOnly(transaction -> {
            int gone = transaction.execute("DELETE FROM saved_filters WHERE id = ? AND person = ?", id, person);
            if (gone == 0) {
                throw new WritException(
                        FailureCode.NOT_FOUND,
                        "You keep no such filter.",
                        "It may have been deleted in another window.");
            }
            tell(transaction, "filter.deleted", id, person);
        });
    }

    private static String checkedName(String name) {
        String kept = name.strip();
        if (kept.isEmpty()
                || kept.length() > LONGEST_NAME
                || UNSEEN.matcher(kept).find()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "This cannot be the name of a filter.",
                    "Use 1 to " + LONGEST_NAME + " characters, all of which can be seen.");
        }
        return kept;
    }

    private static int count(Transaction transaction, String person) {
        return transaction
                .handle()
                .createQuery("SELECT COUNT(*) FROM saved_filters WHERE person = :person")
                .bind("person", person)
                .mapTo(Integer.class)
                .one();
    }

    private void tell(Transaction transaction, String type, String id, String person) {
        events.append(transaction, NewEvent.of(type, "filter", id).by("person:" + person));
    }

    private static SavedFilter read(ResultSet row) throws SQLException {
        return new SavedFilter(
                row.getString("id"),
                row.getString("name"),
                row.getString("address"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
