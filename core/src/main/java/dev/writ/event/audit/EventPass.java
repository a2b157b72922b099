package dev.writ.event.audit;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.CanonicalText;
import dev.writ.event.EventLeaf;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.merkle.CompactRange;
import dev.writ.event.merkle.TreeHash;
import dev.writ.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads all events once, beside the kept tree and what was signed of it. Two trees grow meanwhile: that of the kept leaves
 * and, from the first difference on, that of what is there. For use by one thread.
 */
final class EventPass {
    /** What stands in the tree for an event that was gone before anybody had signed for it. */
    static final byte[] HOLE = TreeHash.leaf("missing".getBytes(StandardCharsets.US_ASCII));

    private final KeptTree tree;
    private final SignedRoots roots;
    private final Findings findings;
    private final ToldRows told;
    private final Differences differences = new Differences();
    private CompactRange kept = new CompactRange();
    private @Nullable CompactRange found;
    private final Map<Long, Redaction> redacted = new HashMap<>();
    private final Map<Long, Redaction> toldRedactions = new HashMap<>();
    private Optional<Verification.SignedTree> signed = Optional.empty();
    private boolean rootsDiffer;
    private long first = 1;
    private long last;
    private long pruned;
    private boolean adopted;
    private long holes;

    /** Who took data out of an event, and when. */
    private record Redaction(String by, long at) {}

    EventPass(KeptTree tree, SignedRoots roots, ToldRows told, Findings findings) {
        this.tree = tree;
        this.roots = roots;
        this.told = told;
        this.findings = findings;
    }

    void run(Handle handle) {
        handle.createQuery("SELECT " + EventLeaf.COLUMNS + " FROM events ORDER BY seq")
                .setFetchSize(Database.AT_ONCE)
                .scanResultSet((rows, context) -> {
                    ResultSet row = rows.get();
                    try (Beside<ReadEvent, ReadEvent> hashed = new Beside<>(ReadEvent::hashed, this::take)) {
                        while (row.next()) {
                            hashed.add(ReadEvent.of(row));
                        }
                    }
                    return last;
                });
        if (first > 1 && pruned < first - 1) {
            findings.add(Finding.event(
                    Kind.REMOVED,
                    first - 1,
                    "Events up to " + (first - 1) + " are gone, and no event tells that they were pruned."));
        }
        compareRedactions();
        differences.tell(findings);
    }

    private void take(ReadEvent event) {
        long seq = event.seq();
        if (seq < 1) {
            findings.add(Finding.event(Kind.INSERTED, seq, "Event " + seq + " was put in: numbers begin with 1."));
            return;
        }
        upTo(seq);
        compare(event);
    }

    private void upTo(long seq) {
        if (last == 0 && seq > 1 && tree.leaf(seq - 1).isPresent()) {
            // What was pruned is in the tree still.
            first = seq;
            while (last < seq - 1) {
                last++;
                byte[] leaf = tree.leaf(last).orElse(HOLE);
                step(leaf, leaf);
            }
        }
        while (last < seq - 1) {
            last++;
            byte[] leaf = tree.leaf(last).orElse(HOLE);
            if (Arrays.equals(leaf, HOLE) && tree.leaf(last).isPresent()) {
                holes++;
            } else {
                findings.add(Finding.event(Kind.REMOVED, last, "Event " + last + " is gone."));
            }
            step(leaf, leaf);
        }
    }

    private void compare(ReadEvent event) {
        long seq = event.seq();
        last = seq;
        byte[] leaf = event.redaction().isEmpty()
                ? event.leaf()
                : event.leaf(redaction(seq, event.redaction(), event.salt(), event.data()));
        Optional<byte[]> expected = tree.leaf(seq);
        if (expected.isPresent() && !Arrays.equals(expected.get(), leaf)) {
            differences.add(seq, leaf, expected.get());
        }
        step(leaf, expected.orElse(leaf));
        for (RowNames.Name row : event.names()) {
            told.tell(row.table(), row.row(), event.salt(), row.hash(), seq);
        }
        if (event.isOfTheLogItself()) {
            ofTheLogItself(event);
        }
    }

    private String redaction(long seq, String redaction, byte[] salt, String data) {
        try {
            JsonNode json = Json.parse(redaction);
            String hash = json.path("hash").asString("");
            Redaction by =
                    new Redaction(json.path("by").asString(""), json.path("at").asLong(0));
            if (redaction.equals(form(hash, by.by(), by.at())) && salt.length == 0 && data.equals("{}")) {
                redacted.put(seq, by);
                return hash;
            }
        } catch (WritException e) {
            // No redaction of ours: as changed as can be.
            return redaction;
        }
        return redaction;
    }

    /** How an event says of itself that its data were taken out. */
    static String form(String hash, String by, long at) {
        return new CanonicalText()
                .with("hash", hash)
                .with("by", by)
                .with("at", at)
                .json();
    }

    private void ofTheLogItself(ReadEvent event) {
        JsonNode json;
        try {
            json = Json.parse(event.data());
        } catch (WritException e) {
            // Its leaf says that it was changed.
            return;
        }
        switch (event.type()) {
            case "audit.started" -> adopted = true;
            case "audit.pruned" -> {
                pruned = Math.max(pruned, json.path("until").asLong(0));
                adopted = true;
            }
            case "audit.foreign" ->
                named(json, Kind.INSERTED, "was put in, or changed, by something else while Writ ran");
            case "audit.altered" -> named(json, Kind.CHANGED, "is not there as a node wrote it");
            case "audit.redacted" ->
                toldRedactions.put(json.path("seq").asLong(0), new Redaction(event.actor(), event.at()));
            default -> {
                // Nothing that the check goes by.
            }
        }
    }

    private void named(JsonNode json, Kind kind, String what) {
        for (String number : json.path("events").asString("").split(" ")) {
            if (number.matches("[0-9]{1,18}")) {
                findings.add(Finding.event(
                        kind,
                        Long.parseLong(number),
                        "Event " + number + " " + what + "; event " + last + " tells of it."));
            }
        }
    }

    private void step(byte[] there, byte[] inTree) {
        if (found == null && !Arrays.equals(there, inTree)) {
            found = CompactRange.of(kept.size(), kept.edge());
        }
        kept.append(inTree, tree::compare);
        if (found != null) {
            found.append(there);
        }
        for (SignedRoots.Root root : roots.at(kept.size())) {
            compare(root);
        }
    }

    private void compare(SignedRoots.Root root) {
        long size = kept.size();
        if (root.is(kept.root())) {
            sign(root);
        } else if (found != null && root.is(found.root())) {
            int leaves = differences.forgive(size);
            findings.add(Finding.of(
                    Kind.TREE,
                    "The kept tree was changed in " + leaves + " leaves up to " + size
                            + "; the events there are as they were signed."));
            sign(root);
            kept = found;
            found = null;
        } else if (!rootsDiffer) {
            rootsDiffer = true;
            long good = signed.map(Verification.SignedTree::size).orElse(0L);
            findings.add(Finding.event(
                    Kind.CHECKPOINT,
                    good + 1,
                    "What the checkpoint at " + size + " " + root.where()
                            + " signed is not this log: among events " + (good + 1) + " to " + size
                            + " something was changed, together with the kept tree."));
        }
    }

    /** When it was made is known of checkpoints in the database alone, which come first among those of a size. */
    private void sign(SignedRoots.Root root) {
        if (signed.isEmpty() || signed.get().size() < kept.size()) {
            signed = Optional.of(
                    new Verification.SignedTree(kept.size(), root.signed().root(), root.madeAt()));
        }
    }

    private void compareRedactions() {
        redacted.forEach((seq, redaction) -> {
            if (!redaction.equals(toldRedactions.get(seq))) {
                findings.add(Finding.event(
                        Kind.REDACTED, seq, "Data were taken out of event " + seq + ", and no event tells of it."));
            }
        });
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long redactions() {
        return redacted.size();
    }

    long holes() {
        return holes;
    }

    /** Whether the rows that were there before the tree was begun have been told of. */
    boolean adopted() {
        return adopted;
    }

    Optional<Verification.SignedTree> signed() {
        return signed;
    }
}
