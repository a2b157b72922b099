package dev.writ.entity;

import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Puts the shipped definitions into the store at start and brings them up to date with a new release. What a user wrote,
 * rolled back or deactivated stays as the user left it.
 */
public final class Seeder {
    /** Author of shipped versions; no agent or person has this name, since theirs carry a prefix. */
    public static final String AUTHOR = "writ";

    private final Database database;
    private final Definitions definitions;

    public Seeder(Database database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** Seeds all in one transaction; returns how many were created or updated. Running it again changes nothing. */
    public int seed(List<Seed> seeds) {
        Change change = Change.by(AUTHOR, "shipped with Writ");
        return database.write(transaction -> {
            int changed = 0;
            for (Seed seed : seeds) {
                changed += seed(transaction, seed, change) ? 1 : 0;
            }
            return changed;
        });
    }

    private boolean seed(Transaction transaction, Seed seed, Change change) {
        Optional<Definition> present = DefinitionRows.find(transaction.handle(), seed.kind(), seed.name());
        if (present.isEmpty()) {
            definitions.create(transaction, seed.kind(), seed.name(), seed.content(), change);
            return true;
        }
        Definition definition = present.get();
        DefinitionVersion active = DefinitionRows.version(
                        transaction.handle(), definition.id(), definition.activeVersion())
                .orElseThrow();
        // A version that is not the newest was chosen by a rollback.
        boolean leftAsShipped = active.author().equals(AUTHOR)
                && active.version() == DefinitionRows.newestVersion(transaction.handle(), definition.id());
        if (!leftAsShipped || active.hash().equals(shippedHash(seed))) {
            return false;
        }
        definitions.replace(transaction, definition, seed.content(), change);
        return true;
    }

    private static String shippedHash(Seed seed) {
        return DefinitionContent.of(seed.content()).hash();
    }
}
