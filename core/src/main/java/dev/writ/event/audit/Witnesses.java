package dev.writ.event.audit;

import dev.writ.event.EventLog;
import dev.writ.store.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those outside who get each checkpoint. One that cannot take it is told of once, until it can again. */
final class Witnesses {
    private final Database database;
    private final EventLog events;
    private final List<Witness> all;
    private final Set<Witness> failing = ConcurrentHashMap.newKeySet();

    Witnesses(Database database, EventLog events, List<Witness> all) {
        this.database = database;
        this.events = events;
        this.all = all;
    }

    synchronized void offer(KeptCheckpoint checkpoint) {
        for (Witness witness : all) {
            try {
                List<String> signatures = witness.offer(checkpoint.note());
                if (!signatures.isEmpty()) {
                    database.writeOnly(
                            transaction -> CheckpointTable.cosigned(transaction, checkpoint.size(), signatures));
                }
                if (failing.remove(witness)) {
                    tell("audit.witness_back", witness, "");
                }
            } catch (IOException e) {
                if (failing.add(witness)) {
                    tell("audit.witness_failed", witness, String.valueOf(e.getMessage()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tell(String type, Witness witness, String why) {
        database.writeOnly(transaction -> events.append(
                transaction,
                Adoption.event(type).with("witness", witness.name()).with("detail", why)));
    }

    /** What can be read here of what they keep, and the copy in the data folder. */
    List<OutsideCheckpoint> kept(LastCheckpoint reminder) {
        List<OutsideCheckpoint> kept = new ArrayList<>();
        reminder.outside().ifPresent(kept::add);
        for (Witness witness : all) {
            if (witness instanceof Witness.ToFile file) {
                try {
                    kept.addAll(file.kept());
                } catch (IOException e) {
                    kept.add(new OutsideCheckpoint(witness.name() + ", which cannot be read", ""));
                }
            }
        }
        return kept;
    }
}
