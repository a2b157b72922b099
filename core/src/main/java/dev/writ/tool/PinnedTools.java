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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The table {@code available_tools}: which definition of each tool was accepted, and whether it may be called. A
 * third-party tool whose definition changed stays suspended until a person accepts the new one. Safe for use by many
 * threads.
 */
final class PinnedTools {
    /** In place of the hash of an accepted definition, where there is none. */
    private static final String NOTHING_ACCEPTED = "";

    private record Pin(String server, String hash, ToolStatus status, JsonNode parts) {}

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final Map<String, ToolStatus> statuses = new ConcurrentHashMap<>();

    PinnedTools(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Compares what all servers offer now with what was pinned, and brings the table up to date. */
    void bringUpToDate(Collection<RegisteredTool> offered) {
        bringUpToDate(offered, pin -> true);
    }

    /** As {@link #bringUpToDate(Collection)}, for the tools of one server; those of others stay as they are. */
    void bringUpToDate(String server, Collection<RegisteredTool> offered) {
        bringUpToDate(offered, pin -> pin.server().equals(server));
    }

    private void bringUpToDate(Collection<RegisteredTool> offered, Predicate<Pin> concerned) {
        Map<String, ToolStatus> now = database.write(transaction -> {
            Map<String, Pin> pins = pins(transaction);
            Set<String> known = pins.values().stream().map(Pin::server).collect(Collectors.toSet());
            Map<String, ToolStatus> statusByName = new HashMap<>();
            for (RegisteredTool tool : offered) {
                statusByName.put(
                        tool.spec().name(),
                        bringUpToDate(
                                transaction,
                                tool,
                                Optional.ofNullable(pins.remove(tool.spec().name())),
                                known.contains(tool.server().name())));
            }
            pins.forEach((name, pin) -> {
                if (concerned.test(pin) && pin.status() == ToolStatus.ACTIVE) {
                    setStatus(transaction, name, ToolStatus.ABSENT);
                    statusByName.put(name, ToolStatus.ABSENT);
                }
            });
            return statusByName;
        });
        statuses.putAll(now);
    }

    /** @param serverKnown whether tools of its server were accepted before: another one of it is a change, too */
    private ToolStatus bringUpToDate(
            Transaction transaction, RegisteredTool tool, Optional<Pin> earlier, boolean serverKnown) {
        if (earlier.isEmpty()) {
            boolean accepted = !tool.server().thirdParty() || !serverKnown;
            ToolStatus status = accepted ? ToolStatus.ACTIVE : ToolStatus.SUSPENDED;
            if (accepted) {
                write(transaction, tool, tool.definitionHash(), status);
                writeParts(transaction, tool);
            } else {
                writeUnaccepted(transaction, tool);
            }
            append(transaction, tool.spec().name(), "entity.created", "engine", tool.definitionHash(), status);
            return status;
        }
        Pin pin = earlier.get();
        boolean changed = !pin.hash().equals(tool.definitionHash());
        ToolStatus status = changed && tool.server().thirdParty() && pin.status() != ToolStatus.INACTIVE
                ? ToolStatus.SUSPENDED
                : pin.status() == ToolStatus.ABSENT ? ToolStatus.ACTIVE : pin.status();
        // As for one that is new.
        if (!changed || !tool.server().thirdParty()) {
            write(transaction, tool, tool.definitionHash(), status);
            if (changed || !DefinitionParts.isWhole(pin.parts())) {
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

    /** Takes the statuses of the tools known here from the table, where another node has changed them. */
    void readStatuses() {
        database.read(handle -> handle.createQuery("SELECT name, status FROM available_tools")
                        .map((row, context) ->
                                Map.entry(row.getString("name"), ToolStatus.parse(row.getString("status"))))
                        .list())
                .forEach(stored -> statuses.replace(stored.getKey(), stored.getValue()));
    }

    /** The accepted definition beside the one that is offered now. */
    ToolPin pin(RegisteredTool tool) {
        return database.write(transaction -> pin(transaction, tool));
    }

    private ToolPin pin(Transaction transaction, RegisteredTool tool) {
        Pin pin = java.util.Objects.requireNonNull(
                pins(transaction).get(tool.spec().name()));
        List<ToolPin.Change> changes = changes(pin, tool);
        return new ToolPin(tool.spec().name(), status(tool.spec().name()), pin.hash(), tool.definitionHash(), changes);
    }

    private static List<ToolPin.Change> changes(Pin pin, RegisteredTool tool) {
        if (pin.hash().equals(NOTHING_ACCEPTED)) {
            return DefinitionParts.everything(DefinitionParts.of(tool));
        }
        return pin.hash().equals(tool.definitionHash())
                ? List.of()
                : DefinitionParts.changes(pin.parts(), DefinitionParts.of(tool));
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
                .createQuery("SELECT name, server, definition_hash, status, definition FROM available_tools")
                .map((row, context) -> Map.entry(
                        row.getString("name"),
                        new Pin(
                                row.getString("server"),
                                row.getString("definition_hash"),
                                ToolStatus.parse(row.getString("status")),
                                Json.parse(row.getString("definition")))))
                .forEach(entry -> pins.put(entry.getKey(), entry.getValue()));
        return pins;
    }

    private void write(Transaction transaction, RegisteredTool tool, String hash, ToolStatus status) {
        write(transaction, tool, tool.spec().description(), hash, status);
    }

    /** What a third party says is not written down before somebody accepted it, only that there is something. */
    private void writeUnaccepted(Transaction transaction, RegisteredTool tool) {
        write(transaction, tool, "", NOTHING_ACCEPTED, ToolStatus.SUSPENDED);
    }

    private void write(
            Transaction transaction, RegisteredTool tool, String description, String hash, ToolStatus status) {
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
                .bind("description", description)
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
