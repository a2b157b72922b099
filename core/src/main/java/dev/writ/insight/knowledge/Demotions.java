package dev.writ.insight.knowledge;

import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.HarmfulDocuments;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Takes documents that do harm out of what agents are given by themselves. It holds for that version: whoever corrects the
 * document gives it another chance.
 */
final class Demotions {
    private static final Duration LOOK_BACK = Duration.ofDays(30);
    private static final int LEAST_USES = 8;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    Demotions(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Demotes what has done harm lately; each once, with its event. */
    void look() {
        List<HarmfulDocuments.Harm> harms =
                new HarmfulDocuments(database, LEAST_USES).harms(Period.last(LOOK_BACK, clock.instant()));
        Set<String> known = demoted();
        for (HarmfulDocuments.Harm harm : harms) {
            if (!known.contains(harm.document())) {
                demote(harm);
            }
        }
    }

    private void demote(HarmfulDocuments.Harm harm) {
        database.writeOnly(transaction -> {
            int added = transaction.execute("""
                    INSERT INTO demoted_documents (document, version, reason, since) VALUES (?, ?, ?, ?)
                    ON CONFLICT (document, version) DO NOTHING
                    """, harm.document(), harm.version(), harm.reason(), clock.millis());
            if (added > 0) {
                events.append(
                        transaction,
                        NewEvent.of("document.demoted", "document", harm.document())
                                .by("policy")
                                .with("name", harm.name())
                                .with("version", harm.version())
                                .with("reason", harm.reason()));
            }
        });
    }

    /** Ids of documents whose active version is demoted. */
    Set<String> demoted() {
        return Set.copyOf(database.read(
                handle -> handle.createQuery("""
                        SELECT d.document FROM demoted_documents d
                        JOIN entities e ON e.id = d.document AND e.active_version = d.version
                        """).mapTo(String.class).list()));
    }
}
