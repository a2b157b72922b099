package dev.writ.process;

/**
 * An agent that does not run in Writ works on the task: it comes with an access token and makes its calls when it likes. The
 * task waits for its last word, and holds no thread meanwhile.
 */
public final class OutsideAgent implements Process {
    public static final String NAME = "outside_agent";

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Lets an agent outside of Writ work with an access token.", Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        return AgentLoop.endedBy(
                run.ended(CoreToolkit.END_TASK).result().orElseThrow().data(),
                run.task().id());
    }
}
