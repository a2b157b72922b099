package dev.writ.tool.thirdparty;

import dev.writ.Json;
import dev.writ.StorableText;
import dev.writ.store.Database;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The table {@code third_party_tools}: what each server offered last, so that it need not run for its tools to be known. */
final class KnownTools {
    private final Database database;
    private final InstantSource clock;

    KnownTools(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The definitions in the order of their names; nothing for a server that never ran. */
    List<ObjectNode> of(String server) {
        return database.read(handle -> handle.createQuery(
                        "SELECT definition FROM third_party_tools WHERE server = :server ORDER BY name")
                .bind("server", server)
                .map((row, context) -> Json.parseObject(row.getString("definition")))
                .list());
    }

    /** Keeps these in place of those before. Of several under one name the last is kept: none of them can be used. */
    void replace(String server, List<ObjectNode> definitions) {
        database.writeOnly(transaction -> {
            transaction
                    .handle()
                    .createUpdate("DELETE FROM third_party_tools WHERE server = :server")
                    .bind("server", server)
                    .execute();
            for (ObjectNode definition : definitions) {
                transaction
                        .handle()
                        .createUpdate("""
                                INSERT INTO third_party_tools (server, name, definition, seen_at)
                                VALUES (:server, :name, :definition, :now)
                                ON CONFLICT (server, name) DO UPDATE SET definition = excluded.definition
                                """)
                        .bind("server", server)
                        .bind("name", StorableText.of(definition.path("name").asString("")))
                        .bind("definition", Json.write(definition))
                        .bind("now", clock.millis())
                        .execute();
            }
        });
    }
}
