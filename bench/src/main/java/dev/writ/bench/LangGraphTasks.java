package dev.writ.bench;

import dev.writ.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** LangGraph.js in a process of its own: a graph of three nodes over its SQLite checkpointer. It times itself. */
final class LangGraphTasks implements TaskEngine {
    static final List<String> PACKAGES = List.of(
            "@langchain/langgraph@1.7.3",
            "@langchain/langgraph-checkpoint-sqlite@1.0.4",
            "@langchain/langgraph-checkpoint@1.2.2",
            "@langchain/core@1.4.0");

    private final Process process;
    private final BufferedReader says;
    private final Writer asks;

    private LangGraphTasks(Process process) {
        this.process = process;
        this.says = process.inputReader();
        this.asks = process.outputWriter();
    }

    /**
     * Starts it.
     *
     * @param synchronous of SQLite: with {@code FULL} a checkpoint is on disk when it is acknowledged, {@code NORMAL} is what
     *     the checkpointer leaves it at
     * @throws Missing where there is no Node.js, or the packages cannot be installed
     */
    static LangGraphTasks start(Plan plan, String synchronous) throws Exception {
        NodePackages packages = NodePackages.install(plan, "langgraph", PACKAGES, List.of("better-sqlite3"));
        String file = plan.newFolder("langgraph").resolve("checkpoints.db").toString();
        return new LangGraphTasks(packages.program("langgraph-tasks.mjs", List.of(file, synchronous))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    @Override
    public long atOnce(int tasks) throws IOException {
        return ask("at-once " + tasks)[0];
    }

    @Override
    public Samples oneAtATime(int most, Duration longest) throws IOException {
        return new Samples(ask("one-at-a-time " + most + " " + longest.toMillis()));
    }

    private long[] ask(String question) throws IOException {
        asks.write(question + "\n");
        asks.flush();
        String answer = says.readLine();
        if (answer == null) {
            throw new IOException("LangGraph.js ended at '" + question + "'.");
        }
        return StreamSupport.stream(Json.parse(answer).path("nanos").spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
