package dev.writ.tool.git;

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

/** {@code unstage}: leaves files out of the next commit again; the files themselves stay as they are. */
final class UnstageOperation implements RepositoryOperation {
    private final GitSettings settings;

    UnstageOperation(GitSettings settings) {
        this.settings = settings;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "unstage",
                "Takes files out of the next commit again. The working files stay as they are.",
                ObjectSchema.ofArguments()
                        .require("paths", ObjectSchema.paths(1), "Literal files or folders to unstage.")
                        .build(),
                new ObjectSchema()
                        .result("unstaged", ObjectSchema.listOf(ObjectSchema.text()))
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
        Head head = repository.head();
        DirCache index = repository.lockIndex();
        try {
            Set<String> changed = new Staging(repository, call, settings.commits()).reset(index, head.commit(), paths);
            OpenRepository.write(index);
            return StageOperation.result("unstaged", changed);
        } finally {
            index.unlock();
        }
    }
}
