package dev.writ.process;

/** The stages that processes are put together from. */
final class Stages {
    private final AgentSelection selection;
    private final NeedMoreContext context;
    private final ToolPrediction prediction;
    private final Evaluation evaluation;
    private final Documentation documentation;

    Stages(
            AgentSelection selection,
            NeedMoreContext context,
            ToolPrediction prediction,
            Evaluation evaluation,
            Documentation documentation) {
        this.selection = selection;
        this.context = context;
        this.prediction = prediction;
        this.evaluation = evaluation;
        this.documentation = documentation;
    }

    String selectAgent(ProcessRun run) {
        return selection.select(run);
    }

    void addContext(ProcessRun run) {
        context.add(run);
    }

    void predictTools(ProcessRun run) {
        prediction.predict(run);
    }

    ProcessOutcome evaluate(ProcessRun run, ProcessOutcome outcome) {
        return evaluation.evaluate(run, outcome);
    }

    void document(ProcessRun run, ProcessOutcome outcome) {
        documentation.document(run, outcome);
    }
}
