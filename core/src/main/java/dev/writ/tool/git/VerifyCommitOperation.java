package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import tools.jackson.databind.node.ObjectNode;

/** {@code verify_commit}: what can be said about a commit without a keyring: its name, its rules, its signature. */
final class VerifyCommitOperation implements RepositoryOperation {
    private final GitSettings settings;

    VerifyCommitOperation(GitSettings settings) {
        this.settings = settings;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "verify_commit",
                "Says whether a commit's content matches its id, whether it carries a signature and of which kind, who"
                        + " it names, and which commit message rules it breaks. An SSH signature is verified against"
                        + " the key it carries (signer), which says nothing of whose key that is unless it is trusted;"
                        + " GPG and X.509 signatures are only named.",
                ObjectSchema.ofArguments()
                        .with("revision", ObjectSchema.text(), "Commit, branch or tag; HEAD if left out.")
                        .build(),
                new ObjectSchema()
                        .result("commit", ObjectSchema.text())
                        .result("intact", ObjectSchema.flag())
                        .result("signature", ObjectSchema.oneOf("none", "openpgp", "ssh", "x509", "unknown"))
                        .result("signature_verified", ObjectSchema.flag())
                        .result("signer", ObjectSchema.text())
                        .result("signer_trusted", ObjectSchema.flag())
                        .result("author", ObjectSchema.text())
                        .result("committer", ObjectSchema.text())
                        .result("time", ObjectSchema.text())
                        .result("message_problems", ObjectSchema.listOf(ObjectSchema.text()))
                        .build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        Revision revision = arguments.text("revision").map(Revision::parse).orElse(Revision.HEAD);
        return new Plan(place.accesses("", RepositoryVerb.READ), (repository, call) -> run(repository, revision));
    }

    private OperationResult run(OpenRepository repository, Revision revision) throws IOException {
        RevCommit commit = revision.find(repository);
        boolean intact;
        try (ObjectInserter.Formatter hash = new ObjectInserter.Formatter()) {
            intact = hash.idFor(Constants.OBJ_COMMIT, commit.getRawBuffer()).equals(commit);
        }
        CommitSignature signature = CommitSignature.of(commit, settings.signers());
        List<String> problems =
                settings.commits().problems(commit.getFullMessage().stripTrailing());
        ObjectNode data = Json.object()
                .put("commit", commit.name())
                .put("intact", intact)
                .put("signature", signature.kind())
                .put("signature_verified", signature.verified())
                .put("signer", signature.signer())
                .put("signer_trusted", signature.trusted())
                .put("author", CommitText.person(commit.getAuthorIdent()))
                .put("committer", CommitText.person(commit.getCommitterIdent()))
                .put("time", CommitText.of(commit).path("time").asString());
        data.set("message_problems", Json.array(problems));
        List<String> lines = new ArrayList<>();
        lines.add("commit " + commit.name());
        lines.add(intact ? "Its content matches its id." : "Its content does NOT match its id.");
        lines.add(signature.sentence());
        lines.add("author " + data.path("author").asString() + ", as the commit itself says");
        lines.add("committer " + data.path("committer").asString() + ", as the commit itself says");
        problems.forEach(problem -> lines.add("The message " + problem + "."));
        return new OperationResult(data, String.join("\n", lines));
    }
}
