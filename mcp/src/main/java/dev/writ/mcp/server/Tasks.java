package dev.writ.mcp.server;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the calls that outlast their request (extension {@code io.modelcontextprotocol/tasks}, SEP-2663). An application
 * that wants them to survive a restart keeps them itself. Ids cannot be guessed; a task is its caller's alone, and for
 * everybody else it does not exist. Safe for use by many threads.
 */
public interface Tasks extends AutoCloseable {
    /** Is told of every change of a task, after it can be seen. */
    @FunctionalInterface
    interface Listener {
        void changed(Caller caller, String id);
    }

    /**
     * Begins a task, which is found from now on.
     *
     * @param call what would have to be called again to do the same
     * @param work gives the result as the client will see it
     * @throws dev.writ.mcp.rpc.RpcException where there are too many
     */
    TaskState begin(TaskCall call, LongWork<ObjectNode> work);

    Optional<TaskState> find(Caller caller, String id);

    /**
     * Takes answers to what the task has asked; what it did not ask, or has been told already, is dropped. One that does
     * not have the form that was asked for counts as none.
     *
     * @return false where the caller has no such task
     */
    boolean answer(Caller caller, String id, Map<String, JsonNode> answers);

    /**
     * Ends the work soon; nothing happens to a task that has ended.
     *
     * @return false where the caller has no such task
     */
    boolean cancel(Caller caller, String id);

    /** Called once, before the first task. */
    void listener(Listener listener);

    /** Forgets what has been kept long enough; called now and then. */
    void forgetOverdue();

    @Override
    void close();
}
