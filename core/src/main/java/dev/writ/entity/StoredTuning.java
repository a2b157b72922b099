package dev.writ.entity;

import dev.writ.Json;
import dev.writ.store.Database;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The numbers as they stand in the definitions: of the active version, or of the one on trial in the tree. Kept in
 * memory, since every call asks: a definition is read when it is first asked for and again after a change, and what is on
 * trial in a tree is read once, because it is fixed before the tree's first task runs. Safe for use by many threads.
 */
public final class StoredTuning implements Tuning {
    private static final int MOST_TREES = 2_000;

    private final Database database;
    private final Definitions definitions;
    // Replaced as a whole by a change: what was read before it and is put in after it, nobody sees.
    private volatile Map<Tunable, Long> active = new ConcurrentHashMap<>();
    private final Map<String, Map<Tunable, Long>> onTrial =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Map<Tunable, Long>> eldest) {
                    return size() > MOST_TREES;
                }
            });

    public StoredTuning(Database database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
        definitions.onChange(changed -> {
            if (changed == EntityKind.TOOL || changed == EntityKind.PROCESS) {
                active = new ConcurrentHashMap<>();
            }
        });
    }

    @Override
    public long number(String tree, Tunable tunable) {
        if (!tree.isEmpty()) {
            Long tried = inTree(tree).get(tunable);
            if (tried != null) {
                return tried;
            }
        }
        Map<Tunable, Long> known = active;
        Long number = known.get(tunable);
        if (number == null) {
            number = definitions
                    .find(tunable.kind(), tunable.entity())
                    .map(definition -> tunable.in(definition.content()))
                    .orElse(tunable.usual());
            known.put(tunable, number);
        }
        return number;
    }

    private Map<Tunable, Long> inTree(String tree) {
        Map<Tunable, Long> known = onTrial.get(tree);
        if (known == null) {
            known = read(tree);
            onTrial.put(tree, known);
        }
        return known;
    }

    private record Tried(EntityKind kind, String name, ObjectNode content) {}

    private Map<Tunable, Long> read(String tree) {
        Map<Tunable, Long> numbers = new java.util.EnumMap<>(Tunable.class);
        database.read(handle -> handle.createQuery("""
                        SELECT e.kind, e.name, v.content
                        FROM tree_versions t
                        JOIN entities e ON e.id = t.entity
                        JOIN entity_versions v ON v.entity = t.entity AND v.version = t.version
                        WHERE t.tree = :tree AND e.kind IN ('tool', 'process')
                        """)
                        .bind("tree", tree)
                        .map((row, context) -> new Tried(
                                EntityKind.parse(row.getString("kind")),
                                row.getString("name"),
                                Json.parseObject(row.getString("content"))))
                        .list())
                .forEach(tried -> Tunable.of(tried.kind(), tried.name())
                        .forEach(tunable -> numbers.put(tunable, tunable.in(tried.content()))));
        return Map.copyOf(numbers);
    }
}
