package dev.writ.recovery.health;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trouble that shows now.
 *
 * @param signature what it looks like without its particulars; the same trouble has the same one
 * @param cause as far as the rule can tell, in one sentence
 * @param known whether that cause is certain, and not a guess
 * @param sightings newest first, at least one
 * @param least so many sightings, all after the last incident of its kind, make an incident
 * @param facts what actions need to know: ids, versions, a tool
 */
public record Finding(
        Sign sign,
        String signature,
        Subject subject,
        String cause,
        boolean known,
        List<Sighting> sightings,
        int least,
        ObjectNode facts) {
    public Finding {
        sightings = List.copyOf(sightings);
        facts = facts.deepCopy();
    }

    public Instant lastAt() {
        return sightings.getFirst().at();
    }

    /** How many sightings there are after that time. */
    public long since(Instant time) {
        return sightings.stream().filter(one -> one.at().isAfter(time)).count();
    }
}
