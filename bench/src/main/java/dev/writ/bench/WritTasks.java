package dev.writ.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All of Writ but HTTP: the steps are calls at the gateway, authorized, recorded before and after, and journaled. */
final class WritTasks implements TaskEngine {
    private final RunningCore core;
    private final Optional<ChildProcess> second;
    private int handedIn;

    private WritTasks(RunningCore core, Optional<ChildProcess> second) {
        this.core = core;
        this.second = second;
        core.defineThreeSteps();
    }

    static WritTasks onSqlite(Plan plan) throws Exception {
        return new WritTasks(new RunningCore(plan.newFolder("tasks"), idle()), Optional.empty());
    }

    static WritTasks onPostgres(Plan plan, PostgresServer server) throws Exception {
        Path folder = plan.newFolder("tasks");
        return new WritTasks(
                RunningCore.onServer(folder, idle(), server.emptyDatabase(), folder.resolve("key")), Optional.empty());
    }

    /** This process is one node, another process the second. */
    static WritTasks onTwoNodes(Plan plan, PostgresServer server) throws Exception {
        Path folder = plan.newFolder("tasks");
        Path key = folder.resolve("key");
        String database = server.emptyDatabase();
        RunningCore core = RunningCore.onServer(folder, idle(), database, key);
        ChildProcess node = ChildProcess.start(
                plan.newFolder("node"),
                JavaOptions.withoutArchive(),
                SecondNode.class,
                List.of(database, key.toAbsolutePath().toString()));
        WritTasks tasks = new WritTasks(core, Optional.of(node));
        try {
            tasks.awaitSecondNode(node);
            return tasks;
        } catch (Exception e) {
            tasks.close();
            throw e;
        }
    }

    private void awaitSecondNode(ChildProcess node) throws Exception {
        while (core.number("SELECT COUNT(*) FROM nodes") < 2) {
            node.checkAlive();
            Thread.sleep(20);
        }
    }

    /** What stands for a model; no step asks it. */
    private static ScriptedModel idle() {
        return new ScriptedModel(request -> ScriptedModel.end());
    }

    @Override
    public long atOnce(int tasks) throws Exception {
        long from = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            core.submit(RunningCore.THREE_STEPS);
        }
        core.awaitEnds();
        long nanos = System.nanoTime() - from;
        handedIn += tasks;
        core.awaitAll(handedIn);
        return nanos;
    }

    @Override
    public Samples oneAtATime(int most, Duration longest) throws Exception {
        Samples samples = Samples.take(most, longest, number -> {
            core.awaitCompleted(core.submit(RunningCore.THREE_STEPS));
            return number;
        });
        handedIn += samples.size();
        return samples;
    }

    @Override
    public void close() {
        second.ifPresent(ChildProcess::close);
        core.close();
    }
}
