package dev.writ.bench;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.model.Models;
import dev.writ.process.StepTemplate;
import dev.writ.runtime.Submission;
import dev.writ.server.Core;
import dev.writ.server.Settings;
import dev.writ.store.PostgresAddress;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All of Writ but its HTTP server, with a model of ours and the settings a new user has. */
final class RunningCore implements AutoCloseable {
    static final String THREE_STEPS = "three_steps";

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(200_000);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String OPEN_STATES = Stream.of(TaskState.values())
            .filter(state -> !state.isFinal())
            .map(state -> "'" + state.id() + "'")
            .collect(Collectors.joining(", "));

    private final Core core;
    private final Path workspace;

    RunningCore(Path folder, Models models) throws IOException {
        this(folder, models, Optional.empty());
    }

    /** As the other, with a settings file. */
    RunningCore(Path folder, Models models, Optional<Path> file) throws IOException {
        this(folder, models, file.map(path -> Map.of("config", path.toString())).orElseGet(Map::of), Map.of());
    }

    /** As the other, with settings and variables of the environment. */
    RunningCore(Path folder, Models models, Map<String, String> given, Map<String, String> variables)
            throws IOException {
        this.workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.createDirectory(folder.resolve("data"));
        Map<String, String> flags = new HashMap<>(given);
        flags.put("data", folder.resolve("data").toString());
        // A measurement hands in all it has at once.
        flags.putIfAbsent("queued_requests", "10000");
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", folder.toString());
        Settings settings = Settings.load(flags, environment);
        this.core = Core.open(settings, CLOCK, new TimeOrderedIds(CLOCK, new Random(1)), new Random(1), models);
        core.start();
    }

    /**
     * One of the nodes on a server.
     *
     * @param key where the key is that all nodes sign the log with
     */
    static RunningCore onServer(Path folder, Models models, String database, Path key) throws IOException {
        Path file = Files.writeString(folder.resolve("writ.yaml"), "audit: {key_file: " + key.toAbsolutePath() + "}\n");
        return new RunningCore(
                folder,
                models,
                Map.of("database", database, "config", file.toString()),
                Map.of(PostgresAddress.PASSWORD, PostgresServer.password()));
    }

    /** Hands in a request for the worker, within a workspace. */
    String submit(String process) {
        Submission plain = Submission.of("Measure.");
        return core.engine()
                .submit(new Submission(
                                plain.request(),
                                process,
                                "worker",
                                plain.parameters(),
                                plain.workspace(),
                                plain.allow(),
                                plain.budget(),
                                plain.approvalTimeout(),
                                plain.stepMode(),
                                plain.priority(),
                                plain.key(),
                                plain.submittedBy())
                        .in(workspace, Set.of()))
                .id();
    }

    /** Hands in a request in these words, within the workspace or without one, and lets Writ select the agent. */
    String ask(String request, boolean inWorkspace) {
        Submission plain = Submission.of(request);
        return core.engine()
                .submit(inWorkspace ? plain.in(workspace, Set.of()) : plain)
                .id();
    }

    /** Adds a process that is data: three calls of an operation that every agent may make and that changes nothing. */
    void defineThreeSteps() {
        ObjectNode content = Json.object().put("summary", "Three calls that change nothing.");
        ArrayNode steps = content.putArray("steps");
        for (int i = 0; i < 3; i++) {
            steps.add(new StepTemplate("message_user.list_messages", Json.object()).toJson());
        }
        core.definitions().create(EntityKind.PROCESS, THREE_STEPS, content, Change.by("person:user", "to be measured"));
    }

    /** Waits until the request has ended, and checks that it was completed. */
    void awaitCompleted(String task) throws Exception {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            String state = core.database()
                    .read(handle -> handle.createQuery("SELECT state FROM tasks WHERE id = :id")
                            .bind("id", task)
                            .mapTo(String.class)
                            .one());
            if (state.equals(TaskState.COMPLETED.id())) {
                return;
            }
            if (TaskState.parse(state).isFinal()) {
                throw new IllegalStateException("The task " + task + " ended as " + state + ".");
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException("The task did not end within " + LONGEST_WAIT + ".");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Waits until every request has ended, however it ended. */
    void awaitEnds() throws Exception {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (number("SELECT COUNT(*) FROM (SELECT 1 FROM tasks WHERE state IN (" + OPEN_STATES + ") LIMIT 1) AS open")
                > 0) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("The requests did not end within " + LONGEST_WAIT + ".");
            }
            Thread.sleep(1);
        }
    }

    /** Waits until every request has ended, and checks that so many in all were completed. */
    void awaitAll(int requests) throws Exception {
        awaitEnds();
        int completed = number("SELECT COUNT(*) FROM tasks WHERE parent = '' AND state = 'completed'");
        if (completed != requests) {
            throw new IllegalStateException(completed + " of " + requests + " requests were completed.");
        }
    }

    int number(String query) {
        return core.database()
                .read(handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    Core core() {
        return core;
    }

    @Override
    public void close() {
        core.close();
    }
}
