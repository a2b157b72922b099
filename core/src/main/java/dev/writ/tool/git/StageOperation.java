package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import tools.jackson.databind.node.ObjectNode;

/** {@code stage}: takes files as they are into the next commit. */
final class StageOperation implements RepositoryOperation {
    private final GitSettings settings;

    StageOperation(GitSettings settings) {
        this.settings = settings;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "stage",
                "Stages files as they are now for the next commit; deleted files are staged as deletions. Paths are"
                        + " literal files or folders, \".\" is everything; ignored files are left out.",
                ObjectSchema.ofArguments()
                        .require("paths", ObjectSchema.paths(1), "Literal files or folders to stage.")
                        .build(),
                new ObjectSchema()
                        .result("staged", ObjectSchema.listOf(ObjectSchema.text()))
                        .build(),
                Effect.IDEMPOTENT,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        List<TreePath> paths = arguments.paths();
        return new Plan(place.accesses("", RepositoryVerb.STAGE), (repository, call) -> run(repository, call, paths));
    }

    private OperationResult run(OpenRepository repository, AuthorizedCall call, List<TreePath> paths)
            throws IOException {
        DirCache index = repository.lockIndex();
        try {
            Set<String> changed = new Staging(repository, call, settings.commits()).add(index, paths);
            OpenRepository.write(index);
            return result("staged", changed);
        } finally {
            index.unlock();
        }
    }

    static OperationResult result(String name, Set<String> changed) {
        List<String> paths = changed.stream().map(PlainText::of).toList();
        ObjectNode data = Json.object();
        data.set(name, Json.array(paths));
        return new OperationResult(
                data,
                paths.isEmpty()
                        ? "Nothing to do: the index is like that already."
                        : name + ":\n  " + String.join("\n  ", paths));
    }
}
