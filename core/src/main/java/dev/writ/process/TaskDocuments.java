package dev.writ.process;

import dev.writ.agent.AgentDefinition;
import dev.writ.agent.Opening;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Relationships;
import dev.writ.entity.TreeVersions;
import dev.writ.entity.Tuning;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import java.util.List;
import java.util.stream.Stream;

/** The documents that go with a task: those of its agent, and those related to the task itself. */
public final class TaskDocuments implements Opening.ContextDocuments {
    private final TreeVersions versions;
    private final NeedMoreContext context;

    public TaskDocuments(
            Definitions definitions,
            TreeVersions versions,
            Relationships relationships,
            TaskLabels labels,
            Tuning tuning) {
        this.versions = versions;
        this.context = new NeedMoreContext(definitions, versions, relationships, labels, tuning, DocumentFinder.NONE);
    }

    @Override
    public List<Document> forTask(Task task, AgentDefinition agent) {
        Stream<Document> ofAgent = agent.documents().stream()
                .flatMap(name -> versions.find(task.tree(), EntityKind.DOCUMENT, name).stream())
                .map(context::readable);
        return Stream.concat(ofAgent, context.related(task).stream()).distinct().toList();
    }
}
