package dev.writ.improvement.world;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.event.EventLog;
import dev.writ.improvement.catalogue.Powers;
import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.sql.SqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** What all worlds share: an empty database to be copied, and the tools with their powers. */
final class Surroundings implements AutoCloseable {
    private static final Change SHIPPED = Change.by("writ", "");

    private final Path folder;
    private final Path empty;
    private final TestingStore tools;
    private final Powers powers;
    private int worlds;

    Surroundings(Path folder) throws IOException {
        this.folder = folder;
        Path template = Files.createDirectory(folder.resolve("empty"));
        TestingStore.open(template).close();
        this.empty = template.resolve("writ.db");
        this.tools = TestingStore.open(Files.createDirectory(folder.resolve("tools")));
        ToolRegistry registry = new ToolRegistry(
                List.of(
                        new FileSystemServer(tools.database(), tools.events(), tools.clock(), tools.ids()),
                        new SqlServer(Map.of(), tools.clock())),
                tools.database(),
                tools.events(),
                tools.clock());
        this.powers = new Powers(registry, List::of);
    }

    Powers powers() {
        return powers;
    }

    /** One world's store. */
    record Store(
            Path file, Database database, TestingClock clock, EventLog events, Definitions definitions, AtomicLong last)
            implements AutoCloseable {
        String nextId(String prefix) {
            return prefix + "_%06d".formatted(last.incrementAndGet());
        }

        @Override
        public void close() {
            database.close();
            for (String more : List.of("", "-wal", "-shm")) {
                try {
                    Files.deleteIfExists(Path.of(file + more));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** A new one, with definitions as they ship. */
    Store store() {
        Path file = folder.resolve("world-" + ++worlds + ".db");
        try {
            Files.copy(empty, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Database database = TestingStore.unsynced(file);
        TestingClock clock = new TestingClock();
        AtomicLong last = new AtomicLong();
        EventLog events = new EventLog(database, clock, prefix -> prefix + "_%06d".formatted(last.incrementAndGet()));
        Definitions definitions = new Definitions(
                database,
                events,
                clock,
                prefix -> prefix + "_%06d".formatted(last.incrementAndGet()),
                (kind, name, content) -> StoredAgents.check(kind, content));
        define(definitions);
        return new Store(file, database, clock, events, definitions, last);
    }

    private static void define(Definitions definitions) {
        for (String tool : List.of("terminal", "sql_lite", "file_system_listing")) {
            definitions.create(
                    EntityKind.TOOL,
                    tool,
                    Tunable.ship(EntityKind.TOOL, tool, Json.object().put("summary", "A tool.")),
                    SHIPPED);
        }
        for (String document : List.of("untrusted-text", PoorAgent.LongDocument.LAW)) {
            definitions.create(EntityKind.DOCUMENT, document, Json.object().put("text", "Words."), SHIPPED);
        }
        ObjectNode agent = Json.object()
                .put("purpose", "Works.")
                .put("tier", "standard")
                .put("instruction", PoorInstruction.USUAL)
                .put("maximum_turns", 40);
        agent.set("documents", Json.array(List.of("untrusted-text", PoorAgent.LongDocument.LAW)));
        agent.putArray("tools");
        definitions.create(EntityKind.AGENT, PoorAgent.AGENT, agent, SHIPPED);
    }

    @Override
    public void close() {
        tools.close();
    }
}
