package dev.writ.process;

/**
 * How a plain request is handled: select an agent, plan where the work calls for it, add context, predict tools, let the
 * agent work, evaluate, document, summarise. Rules and history decide what they can; a model is asked where they are
 * unsure.
 */
final class NeutralTask implements Process {
    static final String NAME = "neutral_task";

    private final Stages stages;
    private final Planning planning;

    NeutralTask(Stages stages, Planning planning) {
        this.stages = stages;
        this.planning = planning;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME,
                "Select agent, plan, add context, predict tools, run, evaluate, document, summarise.",
                Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        String selected = stages.selectAgent(run);
        Planning.Plan plan = planning.plan(run, selected);
        ProcessOutcome outcome = plan.steps().size() > 1 ? planning.carryOut(run, plan) : workAlone(run, plan);
        ProcessOutcome evaluated = stages.evaluate(run, outcome);
        stages.document(run, evaluated);
        return evaluated;
    }

    private ProcessOutcome workAlone(ProcessRun run, Planning.Plan plan) {
        plan.steps().stream().findFirst().ifPresent(step -> run.assignAgent(step.agent()));
        stages.addContext(run);
        stages.predictTools(run);
        return run.agent();
    }
}
