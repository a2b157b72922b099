package dev.writ.agent.context;

import dev.writ.Json;
import dev.writ.permission.Permissions;
import dev.writ.store.Transaction;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.Sha256;
import dev.writ.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What models are told that they may call, and a record of what they were told. Safe for use by many threads. */
public final class ShownFunctions {
    private final ToolRegistry registry;
    private final Permissions permissions;
    // Sets that are durable: the same few come again with nearly every call.
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public ShownFunctions(ToolRegistry registry, Permissions permissions) {
        this.registry = registry;
        this.permissions = permissions;
    }

    /** What the agent of a task may know of now, in the order in which its model gets it. */
    public List<ShownFunction> now(String task) {
        return registry.visibleOperations(task, permissions).stream()
                .map(spec -> ShownFunction.of(spec, isThirdParty(spec)))
                .toList();
    }

    private boolean isThirdParty(OperationSpec spec) {
        return registry.tool(spec.tool())
                .map(RegisteredTool::server)
                .filter(server -> !server.thirdParty())
                .isEmpty();
    }

    /** Makes the set durable where it is not; the name by which {@link #find} finds it. */
    public String record(Transaction transaction, List<ShownFunction> shown) {
        ArrayNode hashes = Json.array();
        shown.forEach(function -> hashes.add(function.hash()));
        String members = Json.write(hashes);
        String set = Sha256.of(members);
        if (known.contains(set)) {
            return set;
        }
        shown.forEach(function -> record(transaction, function));
        transaction
                .handle()
                .createUpdate(
                        "INSERT INTO shown_sets (hash, functions) VALUES (:hash, :functions) ON CONFLICT DO NOTHING")
                .bind("hash", set)
                .bind("functions", members)
                .execute();
        transaction.afterCommit(() -> known.add(set));
        return set;
    }

    private static void record(Transaction transaction, ShownFunction function) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO shown_functions (hash, name, tool, operation, third_party, description, parameters)
                        VALUES (:hash, :name, :tool, :operation, :thirdParty, :description, :parameters)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("hash", function.hash())
                .bind("name", function.name())
                .bind("tool", function.tool())
                .bind("operation", function.operation())
                .bind("thirdParty", function.thirdParty() ? 1 : 0)
                .bind("description", function.description())
                .bind("parameters", Json.write(function.parameters()))
                .execute();
    }

    /** The functions of a recorded set, in their order; empty where there is no such set. */
    static Optional<List<ShownFunction>> find(Handle handle, String set) {
        return handle.createQuery("SELECT functions FROM shown_sets WHERE hash = :hash")
                .bind("hash", set)
                .mapTo(String.class)
                .findOne()
                .map(members -> members(handle, Json.parse(members)));
    }

    private static List<ShownFunction> members(Handle handle, JsonNode hashes) {
        List<ShownFunction> found = new ArrayList<>();
        for (JsonNode hash : hashes) {
            found.add(handle.createQuery("SELECT * FROM shown_functions WHERE hash = :hash")
                    .bind("hash", hash.asString())
                    .map((row, context) -> new ShownFunction(
                            row.getString("hash"),
                            row.getString("name"),
                            row.getString("tool"),
                            row.getString("operation"),
                            row.getInt("third_party") != 0,
                            row.getString("description"),
                            Json.parseObject(row.getString("parameters"))))
                    .one());
        }
        return found;
    }
}
