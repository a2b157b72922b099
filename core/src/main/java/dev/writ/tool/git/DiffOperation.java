package dev.writ.tool.git;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/** {@code diff}: how two states of the files differ. */
final class DiffOperation implements RepositoryOperation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "diff",
                "Shows differences as a unified diff. Without from and to: changes not staged yet, or with staged those"
                        + " staged for the next commit. With from alone (for instance HEAD): from that commit to the"
                        + " working files. With both: between two commits. Untracked files are not part of it.",
                ObjectSchema.ofArguments()
                        .with("from", ObjectSchema.text(), "Commit, branch or tag to compare from.")
                        .with("to", ObjectSchema.text(), "Commit, branch or tag to compare to; needs from.")
                        .with("paths", ObjectSchema.paths(0), "Literal files or folders to look at; all if left out.")
                        .with("staged", ObjectSchema.flag(), "Compare what is staged with from, or with HEAD.")
                        .build(),
                DiffReport.schema(new ObjectSchema()).build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        Optional<Revision> from = arguments.text("from").map(Revision::parse);
        Optional<Revision> to = arguments.text("to").map(Revision::parse);
        List<TreePath> paths = arguments.paths();
        boolean staged = arguments.flag("staged");
        if (to.isPresent() && (from.isEmpty() || staged)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "To compare with a second commit, from must be given and staged must not.",
                    "Give from and to, or staged alone.");
        }
        return new Plan(place.accesses("", RepositoryVerb.READ), (repository, call) -> {
            DiffReport report = report(repository, call, from, to, paths, staged);
            ObjectNode data = Json.object();
            report.addTo(data);
            return new OperationResult(data, report.text());
        });
    }

    private static DiffReport report(
            OpenRepository repository,
            AuthorizedCall call,
            Optional<Revision> from,
            Optional<Revision> to,
            List<TreePath> paths,
            boolean staged)
            throws IOException {
        DiffReport report = new DiffReport(repository, call);
        try (ObjectReader reader = repository.git().newObjectReader()) {
            if (to.isPresent()) {
                return report.compare(
                        repository.tree(reader, Optional.of(from.orElseThrow().find(repository))),
                        repository.tree(reader, Optional.of(to.get().find(repository))),
                        paths,
                        true,
                        entry -> true);
            }
            DirCache index = repository.git().readDirCache();
            if (staged) {
                return report.compare(
                        repository.tree(
                                reader,
                                from.isPresent()
                                        ? Optional.of(from.get().find(repository))
                                        : repository.head().commit()),
                        new DirCacheIterator(index),
                        paths,
                        true,
                        entry -> true);
            }
            return report.compare(
                    from.isPresent()
                            ? repository.tree(reader, Optional.of(from.get().find(repository)))
                            : new DirCacheIterator(index),
                    repository.workTree(),
                    paths,
                    false,
                    entry -> isTracked(entry, index));
        }
    }

    private static boolean isTracked(DiffEntry entry, DirCache index) {
        return entry.getChangeType() != DiffEntry.ChangeType.ADD || index.findEntry(entry.getNewPath()) >= 0;
    }
}
