package dev.writ.tool.entity;

import dev.writ.entity.SearchWords;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Where entities of some kinds are read from. Safe for use by many threads. */
interface EntitySource {
    /**
     * The whole entity.
     *
     * @throws dev.writ.WritException with {@code not_found}
     */
    ObjectNode get(String id, OptionalInt version);

    /**
     * One page of summaries.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments} for a filter these entities do not have
     */
    Page list(ObjectNode filter, int limit, String cursor);

    /** Summaries of entities that contain all words. */
    List<ObjectNode> search(SearchWords words, int limit);

    /** Summaries, and where the next page starts; an empty cursor means there is none. */
    record Page(List<ObjectNode> entities, String nextCursor) {
        public Page {
            entities = List.copyOf(entities);
        }

        /**
         * The first {@code limit} of the rows, which are one more than that when there is another page.
         *
         * @param cursor what stands for the last row of a page
         */
        static <T> Page of(List<T> rows, int limit, Function<T, ObjectNode> summary, Function<T, String> cursor) {
            List<T> shown = rows.subList(0, Math.min(limit, rows.size()));
            String next = rows.size() > limit ? cursor.apply(shown.getLast()) : "";
            return new Page(shown.stream().map(summary).toList(), next);
        }
    }
}
