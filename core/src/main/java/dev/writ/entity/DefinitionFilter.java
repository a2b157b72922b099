package dev.writ.entity;

import java.util.Optional;

/**
 * Which definitions to list.
 *
 * @param kind of all kinds where empty
 * @param namePart only names that contain it, whatever its case; empty matches all
 * @param limit at most so many a page, 1 to {@link #LARGEST_PAGE}
 * @param cursor {@link DefinitionPage#nextCursor()} of the page before; empty for the first
 */
public record DefinitionFilter(
        Optional<EntityKind> kind, Optional<DefinitionStatus> status, String namePart, int limit, String cursor) {
    public static final int LARGEST_PAGE = 200;

    public DefinitionFilter {
        limit = Math.clamp(limit, 1, LARGEST_PAGE);
    }

    /** All definitions, fifty a page. */
    public static DefinitionFilter all() {
        return new DefinitionFilter(Optional.empty(), Optional.empty(), "", 50, "");
    }

    public DefinitionFilter ofKind(EntityKind kind) {
        return new DefinitionFilter(Optional.of(kind), status, namePart, limit, cursor);
    }

    public DefinitionFilter withStatus(DefinitionStatus status) {
        return new DefinitionFilter(kind, Optional.of(status), namePart, limit, cursor);
    }

    public DefinitionFilter named(String namePart) {
        return new DefinitionFilter(kind, status, namePart, limit, cursor);
    }

    public DefinitionFilter atMost(int limit) {
        return new DefinitionFilter(kind, status, namePart, limit, cursor);
    }

    public DefinitionFilter from(String cursor) {
        return new DefinitionFilter(kind, status, namePart, limit, cursor);
    }
}
