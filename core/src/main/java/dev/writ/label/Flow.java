package dev.writ.label;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an operation does with information: what it reads, whether it changes anything, whether it sends what it is given
 * to somebody, and which of its arguments say whom or what that concerns.
 *
 * @param reads where its result comes from
 * @param changes whether anything is different afterwards
 * @param sends whether somebody else learns what it is given
 * @param identities names of the identity arguments
 * @param things what it is about, as words of its name: an id of one kind of thing is none of another
 */
public record Flow(
        Source reads, boolean changes, boolean sends, Map<String, IdentityKind> identities, Set<String> things) {
    public Flow {
        identities = Map.copyOf(identities);
        things = Set.copyOf(things);
    }

    /** Reads, and does nothing else. */
    public static Flow reading(Source source) {
        return new Flow(source, false, false, Map.of(), Set.of());
    }

    /** Changes what lies within the scope that the operation states, and gives back what is kept there. */
    public static Flow changing(Source source) {
        return new Flow(source, true, false, Map.of(), Set.of());
    }

    /** Sends something to whom these arguments name. */
    public static Flow sending(Source source, Map<String, IdentityKind> identities) {
        return new Flow(source, true, true, identities, Set.of());
    }

    /** The same, and it sends to the hosts that this argument names. */
    public Flow reaching(String argument) {
        Map<String, IdentityKind> more = new HashMap<>(identities);
        more.put(argument, IdentityKind.HOST);
        return new Flow(reads, true, true, more, things);
    }

    /** Whether it asks an address for something: the address learns that, and answers with what it likes. */
    public boolean fetches() {
        return !changes && !sends && reads == Source.WORLD && identities.containsValue(IdentityKind.ADDRESS);
    }

    /** Whether anything of a call is felt outside the task. */
    public boolean hasEffect() {
        return changes || sends || fetches();
    }
}
