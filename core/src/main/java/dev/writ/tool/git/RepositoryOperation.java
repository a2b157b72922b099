package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.PreparedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.dircache.InvalidPathException;
import tools.jackson.databind.node.ObjectNode;

/** An operation on one repository of the caller's workspace. Its call opens the repository anew, and so checks it anew. */
interface RepositoryOperation extends Operation {
    String LAYER = "git in process: no hooks, filters, helpers or outside configuration";

    /** Says what the call touches and how it runs. */
    Plan plan(Arguments arguments, RepositoryPlace place) throws IOException;

    /** A call that has not run. */
    record Plan(List<Access> accesses, Body body) {}

    /** The running half. */
    @FunctionalInterface
    interface Body {
        OperationResult run(OpenRepository repository, AuthorizedCall call) throws IOException, GitAPIException;
    }

    @Override
    default PreparedCall prepare(ObjectNode arguments, CallContext context) {
        Workspace workspace = context.workspace()
                .orElseThrow(() -> new WritException(
                        FailureCode.WORKSPACE_UNUSABLE,
                        "This task has no workspace, so there is no repository to work on.",
                        "Submit the request with a workspace."));
        Arguments given = new Arguments(arguments);
        return translating(() -> {
            RepositoryPlace place = RepositoryPlace.find(workspace, given.text("repository", "."));
            Plan plan = plan(given, place);
            return PreparedCall.of(
                    plan.accesses(),
                    call -> translating(() -> {
                        call.reportLayer(LAYER);
                        requireUnmoved(place, RepositoryPlace.find(workspace, given.text("repository", ".")));
                        try (OpenRepository repository = OpenRepository.open(place)) {
                            return plan.body().run(repository, call);
                        }
                    }));
        });
    }

    /** What was allowed is this place; by now its names may lead to another. */
    private static void requireUnmoved(RepositoryPlace planned, RepositoryPlace found) {
        if (!planned.equals(found)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The repository \"" + planned.shown() + "\" keeps its data elsewhere than a moment ago.",
                    "Try again.");
        }
    }

    /** Something that talks to JGit. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, GitAPIException;
    }

    /** Turns JGit's failures, whose texts may quote files, into one that says nothing of their content. */
    private static <T> T translating(Work<T> work) {
        try {
            return work.run();
        } catch (IOException
                | UncheckedIOException
                | GitAPIException
                | JGitInternalException
                | InvalidPathException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof WritException known) {
                    throw known;
                }
            }
            throw new WritException(
                    new Failure(
                            FailureCode.OPERATION_FAILED,
                            "Git data could not be read or written: "
                                    + words(e.getClass().getSimpleName()) + ".",
                            "Check the repository with git status and git fsck."),
                    e);
        }
    }

    /** {@code MissingObjectException} as {@code missing object}. */
    private static String words(String type) {
        return type.replaceAll("(?:Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
