package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code fetch}: learns what a remote has; no local branch or file changes. */
final class FetchOperation implements RepositoryOperation {
    private static final int MOST_LISTED = 500;

    private final Remotes remotes;

    FetchOperation(Remotes remotes) {
        this.remotes = remotes;
    }

    @Override
    public OperationSpec spec() {
        ObjectNode update = new ObjectSchema()
                .result("ref", ObjectSchema.text())
                .result("old", ObjectSchema.text())
                .result("new", ObjectSchema.text())
                .result("result", ObjectSchema.text())
                .build();
        return new OperationSpec(
                GitServer.NAME,
                "fetch",
                "Fetches the branches of a configured remote, without tags. Local branches and files stay as they are.",
                ObjectSchema.ofArguments()
                        .with("remote", ObjectSchema.text(), "Name of a configured remote; origin if left out.")
                        .build(),
                new ObjectSchema()
                        .result("repository", ObjectSchema.text())
                        .result("remote", ObjectSchema.text())
                        .result("updates", ObjectSchema.listOf(update))
                        .build(),
                Effect.IDEMPOTENT,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) throws IOException {
        RemoteName name = arguments.text("remote").map(RemoteName::parse).orElse(RemoteName.ORIGIN);
        RemoteAddress address;
        try (OpenRepository repository = OpenRepository.open(place)) {
            address = remotes.find(repository, name, false);
        }
        List<Access> accesses = new ArrayList<>(place.accesses("", RepositoryVerb.FETCH));
        accesses.addAll(Remotes.accesses(address, "", RepositoryVerb.READ));
        return new Plan(accesses, (repository, call) -> run(repository, call, name, address));
    }

    private OperationResult run(OpenRepository repository, AuthorizedCall call, RemoteName name, RemoteAddress address)
            throws IOException {
        ObjectNode data =
                Json.object().put("repository", repository.place().shown()).put("remote", name.value());
        ArrayNode updates = data.putArray("updates");
        List<String> lines = new ArrayList<>();
        for (TrackingRefUpdate update : remotes.fetch(repository, name, address, call)) {
            if (update.getResult() == RefUpdate.Result.NO_CHANGE || updates.size() == MOST_LISTED) {
                continue;
            }
            String ref = PlainText.of(update.getLocalName());
            updates.addObject()
                    .put("ref", ref)
                    .put("old", update.getOldObjectId().name())
                    .put("new", update.getNewObjectId().name())
                    .put("result", word(update.getResult()));
            lines.add("  " + ref + ": " + word(update.getResult()) + ", now "
                    + update.getNewObjectId().abbreviate(10).name());
        }
        return new OperationResult(
                data,
                lines.isEmpty()
                        ? name.value() + " has nothing new."
                        : "Fetched from " + name.value() + ":\n" + String.join("\n", lines));
    }

    private static String word(RefUpdate.Result result) {
        return switch (result) {
            case NEW -> "new";
            case FAST_FORWARD -> "updated";
            case FORCED -> "replaced";
            case RENAMED -> "renamed";
            case NO_CHANGE, NOT_ATTEMPTED -> "unchanged";
            case LOCK_FAILURE,
                    IO_FAILURE,
                    REJECTED,
                    REJECTED_CURRENT_BRANCH,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON -> "failed";
        };
    }
}
