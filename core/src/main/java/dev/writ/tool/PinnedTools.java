package dev.writ.tool;

import dev.writ.Json;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The table {@code available_tools}: which definition of each tool was accepted, and whether it may be called. A
 * third-party tool whose definition changed stays suspended until a person accepts the new one. Safe for use by many
 * threads.
 */
final class PinnedTools {
    private record Pin(String hash, ToolStatus status, JsonNode parts) {}

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final Map<String, ToolStatus> statuses = new ConcurrentHashMap<>();

    PinnedTools(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Compares what servers offer now with what was pinned, and brings the table up to date. */
    void bringUpToDate(Collection<RegisteredTool> offered) {
        statuses.putAll(database.write(transaction -> {
            Map<String, Pin> pins = pins(transaction);
            Map<String, ToolStatus> now = new HashMap<>();
            for (RegisteredTool tool : offered) {
                now.put(
                        tool.spec().name(),
                        bringUpToDate(
                                transaction,
                                tool,
                                Optional.ofNullable(pins.remove(tool.spec().name()))));
            }
            pins.forEach((name, pin) -> {
                if (pin.status() == ToolStatus.ACTIVE) {
                    setStatus(transaction, name, ToolStatus.ABSENT);
                }
            });
            return now;
        }));
    }

    private ToolStatus bringUpToDate(Transaction transaction, RegisteredTool tool, Optional<Pin> earlier) {
        if (earlier.isEmpty()) {
            write(transaction, tool, tool.definitionHash(), ToolStatus.ACTIVE);
            writeParts(transaction, tool);
            append(
                    transaction,
                    tool.spec().name(),
                    "entity.created",
                    "engine",
                    tool.definitionHash(),
                    ToolStatus.ACTIVE);
            return ToolStatus.ACTIVE;
        }
        Pin pin = earlier.get();
        boolean changed = !pin.hash().equals(tool.definitionHash());
        ToolStatus status = changed && tool.server().thirdParty() && pin.status() != ToolStatus.INACTIVE
                ? ToolStatus.SUSPENDED
                : pin.status() == ToolStatus.ABSENT ? ToolStatus.ACTIVE : pin.status();
        // What a third party says anew is not written down before somebody accepted it.
        if (!changed || !tool.server().thirdParty()) {
            write(transaction, tool, tool.definitionHash(), status);
            if (changed || pin.parts().isEmpty()) {
                writeParts(transaction, tool);
            }
        } else {
            setStatus(transaction, tool.spec().name(), status);
        }
        if (changed && (!tool.server().thirdParty() || pin.status() != status)) {
            append(transaction, tool.spec().name(), "entity.updated", "engine", tool.definitionHash(), status);
        }
        return status;
    }

    /** The accepted definition beside the one that is offered now. */
    ToolPin pin(RegisteredTool tool) {
        return database.write(transaction -> pin(transaction, tool));
    }

    private ToolPin pin(Transaction transaction, RegisteredTool tool) {
        Pin pin = java.util.Objects.requireNonNull(
                pins(transaction).get(tool.spec().name()));
        List<String> changes = pin.hash().equals(tool.definitionHash())
                ? List.of()
                : DefinitionParts.changes(pin.parts(), DefinitionParts.of(tool));
        return new ToolPin(tool.spec().name(), status(tool.spec().name()), pin.hash(), tool.definitionHash(), changes);
    }

    /** Pins the definition that is offered now and lets the tool be called. */
    void accept(RegisteredTool tool, String by) {
        database.writeOnly(transaction -> {
            ToolPin before = pin(transaction, tool);
            write(transaction, tool, tool.definitionHash(), ToolStatus.ACTIVE);
            writeParts(transaction, tool);
            events.append(
                    transaction,
                    NewEvent.of("entity.updated", "tool", tool.spec().name())
                            .by(by)
                            .with("definition", tool.definitionHash())
                            .with("definition_before", before.accepted())
                            .with("changes", String.join(", ", before.changes()))
                            .with("status", ToolStatus.ACTIVE.id()));
            transaction.afterCommit(() -> statuses.put(tool.spec().name(), ToolStatus.ACTIVE));
        });
    }

    void deactivate(RegisteredTool tool, String by) {
        database.writeOnly(transaction -> {
            setStatus(transaction, tool.spec().name(), ToolStatus.INACTIVE);
            append(
                    transaction,
                    tool.spec().name(),
                    "entity.deactivated",
                    by,
                    tool.definitionHash(),
                    ToolStatus.INACTIVE);
            transaction.afterCommit(() -> statuses.put(tool.spec().name(), ToolStatus.INACTIVE));
        });
    }

    ToolStatus status(String tool) {
        return statuses.getOrDefault(tool, ToolStatus.ABSENT);
    }

    private static Map<String, Pin> pins(Transaction transaction) {
        Map<String, Pin> pins = new HashMap<>();
        transaction
                .handle()
                .createQuery("SELECT name, definition_hash, status, definition FROM available_tools")
                .map((row, context) -> Map.entry(
                        row.getString("name"),
                        new Pin(
                                row.getString("definition_hash"),
                                ToolStatus.parse(row.getString("status")),
                                Json.parse(row.getString("definition")))))
                .forEach(entry -> pins.put(entry.getKey(), entry.getValue()));
        return pins;
    }

    private void write(Transaction transaction, RegisteredTool tool, String hash, ToolStatus status) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO available_tools (name, server, description, level, default_seconds,
                                                     definition_hash, status, updated_at)
                        VALUES (:name, :server, :description, :level, :seconds, :hash, :status, :now)
                        ON CONFLICT (name) DO UPDATE SET
                            server = excluded.server, description = excluded.description, level = excluded.level,
                            default_seconds = excluded.default_seconds, definition_hash = excluded.definition_hash,
                            status = excluded.status, updated_at = excluded.updated_at
                        """)
                .bind("name", tool.spec().name())
                .bind("server", tool.server().name())
                .bind("description", tool.spec().description())
                .bind("level", tool.spec().level().name().toLowerCase(java.util.Locale.ROOT))
                .bind("seconds", tool.spec().defaultDuration().toSeconds())
                .bind("hash", hash)
                .bind("status", status.id())
                .bind("now", clock.millis())
                .execute();
    }

    private static void writeParts(Transaction transaction, RegisteredTool tool) {
        transaction
                .handle()
                .createUpdate("UPDATE available_tools SET definition = :definition WHERE name = :name")
                .bind("definition", Json.write(DefinitionParts.of(tool)))
                .bind("name", tool.spec().name())
                .execute();
    }

    private void setStatus(Transaction transaction, String name, ToolStatus status) {
        transaction
                .handle()
                .createUpdate("UPDATE available_tools SET status = :status, updated_at = :now WHERE name = :name")
                .bind("status", status.id())
                .bind("now", clock.millis())
                .bind("name", name)
                .execute();
    }

    private void append(Transaction transaction, String name, String type, String by, String hash, ToolStatus status) {
        events.append(
                transaction,
                NewEvent.of(type, "tool", name).by(by).with("definition", hash).with("status", status.id()));
    }
}
