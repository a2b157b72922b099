package dev.writ.entity;

import dev.writ.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Reads definitions and their versions on a connection given by the caller. */
final class DefinitionRows {
    static final String SELECT = """
            SELECT e.id, e.kind, e.name, e.active_version, e.status, e.version, e.created_at, e.updated_at, v.content
            FROM entities e JOIN entity_versions v ON v.entity = e.id AND v.version = e.active_version
            """;

    private DefinitionRows() {}

    /** By id, else by name. */
    static Optional<Definition> find(Handle handle, EntityKind kind, String idOrName) {
        List<Definition> found = handle.createQuery(SELECT + """
                        WHERE e.kind = :kind AND (e.id = :key OR e.name = :key)
                        ORDER BY CASE WHEN e.id = :key THEN 0 ELSE 1 END LIMIT 1
                        """)
                .bind("kind", kind.id())
                .bind("key", idOrName)
                .map((row, context) -> definition(row))
                .list();
        return found.stream().findFirst();
    }

    static Optional<DefinitionVersion> version(Handle handle, String entity, int version) {
        return handle.createQuery("SELECT * FROM entity_versions WHERE entity = :entity AND version = :version")
                .bind("entity", entity)
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    /** Newest first. */
    static List<DefinitionVersion> versions(Handle handle, String entity, int limit) {
        return handle.createQuery("""
                        SELECT * FROM entity_versions WHERE entity = :entity ORDER BY version DESC LIMIT :limit
                        """)
                .bind("entity", entity)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list();
    }

    /** Number of the newest version; every definition has at least one. */
    static int newestVersion(Handle handle, String entity) {
        return handle.createQuery("SELECT MAX(version) FROM entity_versions WHERE entity = :entity")
                .bind("entity", entity)
                .mapTo(Integer.class)
                .one();
    }

    static DefinitionPage page(Handle handle, DefinitionFilter filter) {
        List<String> after = cursorParts(filter.cursor());
        List<Definition> found = new ArrayList<>(handle.createQuery(SELECT + """
                        WHERE (:kind = '' OR e.kind = :kind)
                          AND (:status = '' OR e.status = :status)
                          AND (:part = '' OR LOWER(e.name) LIKE :pattern ESCAPE '!')
                          AND (e.kind > :afterKind OR (e.kind = :afterKind AND e.name > :afterName))
                        ORDER BY e.kind, e.name LIMIT :limit
                        """)
                .bind("kind", filter.kind().map(EntityKind::id).orElse(""))
                .bind("status", filter.status().map(DefinitionStatus::id).orElse(""))
                .bind("part", filter.namePart())
                .bind("pattern", SearchWords.pattern(filter.namePart()))
                .bind("afterKind", after.get(0))
                .bind("afterName", after.get(1))
                .bind("limit", filter.limit() + 1)
                .map((row, context) -> definition(row))
                .list());
        if (found.size() <= filter.limit()) {
            return new DefinitionPage(found, "");
        }
        found.removeLast();
        Definition last = found.getLast();
        return new DefinitionPage(found, last.kind().id() + "/" + last.name());
    }

    private static List<String> cursorParts(String cursor) {
        int slash = cursor.indexOf('/');
        return slash < 0 ? List.of("", "") : List.of(cursor.substring(0, slash), cursor.substring(slash + 1));
    }

    static Definition definition(ResultSet row) throws SQLException {
        return new Definition(
                row.getString("id"),
                EntityKind.parse(row.getString("kind")),
                row.getString("name"),
                row.getInt("active_version"),
                DefinitionStatus.parse(row.getString("status")),
                row.getLong("version"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                content(row));
    }

    private static DefinitionVersion version(ResultSet row) throws SQLException {
        return new DefinitionVersion(
                row.getInt("version"),
                content(row),
                row.getString("hash"),
                row.getString("author"),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static ObjectNode content(ResultSet row) throws SQLException {
        return Json.parseObject(row.getString("content"));
    }
}
