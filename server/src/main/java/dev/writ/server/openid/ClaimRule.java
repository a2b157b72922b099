package dev.writ.server.openid;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks whether a claim has one of some values: as its text, or as an element of its list. Numbers and truth values compare
 * by how they are written; anything else never fits.
 *
 * @param path names from the outermost object on, as in {@code realm_access}, {@code roles}; mostly one
 * @param values of which one is enough
 */
record ClaimRule(List<String> path, Set<String> values) {
    ClaimRule {
        path = List.copyOf(path);
        values = Set.copyOf(values);
    }

    boolean fits(Map<String, Object> claims) {
        return at(path, claims).filter(this::holds).isPresent();
    }

    /** The claim at the end of a path; empty where there is none. */
    static Optional<Object> at(List<String> path, Map<String, Object> claims) {
        Optional<Object> claim = Optional.of(claims);
        for (String name : path) {
            claim = claim.flatMap(inside -> inside instanceof Map<?, ?> object
                    ? Optional.<Object>ofNullable(object.get(name))
                    : Optional.empty());
        }
        return claim;
    }

    private boolean holds(Object claim) {
        return claim instanceof Collection<?> elements ? elements.stream().anyMatch(this::isOne) : isOne(claim);
    }

    private boolean isOne(Object value) {
        return switch (value) {
            case String text -> values.contains(text);
            case Number number -> values.contains(number.toString());
            case Boolean truth -> values.contains(truth.toString());
            default -> false;
        };
    }
}
