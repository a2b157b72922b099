package dev.writ.mcp.engine;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Tasks;
import dev.writ.mcp.server.Tool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server, for clients of both eras and over every transport at once. Safe for use by many threads; a request is
 * worked on by the thread that brings it, which is interrupted to cancel it.
 */
public final class Engine implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Guarded guarded;
    private final Changes changes = new Changes();
    private final Modern modern;
    private final Legacy legacy;
    private final Tasks tasks;
    private final Housekeeping housekeeping;

    /**
     * @param instructions for the model that uses the server
     * @param stateKey 32 bytes that seal what clients carry; nodes that stand in for each other share them
     */
    public Engine(
            Implementation info,
            String instructions,
            Offer offer,
            Access access,
            byte[] stateKey,
            InstantSource clock) {
        this(
                info,
                instructions,
                offer,
                access,
                new MemoryTasks(MemoryTasks.Limits.USUAL, new SecureRandom(), clock),
                stateKey,
                clock);
    }

    /** As above, with tasks that are kept elsewhere; they are closed with the engine. */
    public Engine(
            Implementation info,
            String instructions,
            Offer offer,
            Access access,
            Tasks tasks,
            byte[] stateKey,
            InstantSource clock) {
        this.guarded = new Guarded(offer, access);
        Methods methods = new Methods(guarded);
        RequestState state = new RequestState(stateKey, new SecureRandom(), clock);
        this.modern = new Modern(info, instructions, guarded, methods, state, tasks, changes);
        this.legacy = new Legacy(info, instructions, guarded, methods, tasks, changes, clock);
        this.tasks = tasks;
        tasks.listener((caller, id) -> changes.tell(new Change.Task(id), caller::equals));
        this.housekeeping = Housekeeping.start(EVERY, legacy::endIdleSessions, tasks::forgetOverdue);
    }

    /** A key that lasts as long as the process. */
    public static byte[] freshKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    public Modern modern() {
        return modern;
    }

    public Legacy legacy() {
        return legacy;
    }

    /** Where to say what has changed. */
    public Changes changes() {
        return changes;
    }

    /** The tool of this name, where the caller may see it. */
    public Optional<Tool> tool(Caller caller, String name) {
        return guarded.tool(caller, name);
    }

    /** What both eras say the server can do. */
    static ObjectNode capabilities() {
        ObjectNode all = StrictJson.object();
        all.putObject("tools").put("listChanged", true);
        all.putObject("prompts").put("listChanged", true);
        all.putObject("resources").put("subscribe", true).put("listChanged", true);
        all.putObject("completions");
        all.putObject("logging");
        return all;
    }

    /** Ends the subscriptions and sessions of some callers, who are no longer let in. */
    public void end(Predicate<Caller> callers) {
        changes.end(callers);
        legacy.end(callers);
    }

    /** Ends all subscriptions, sessions and tasks. */
    @Override
    public void close() {
        housekeeping.close();
        end(caller -> true);
        tasks.close();
    }
}
