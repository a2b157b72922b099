package dev.writ.fuzz;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import java.nio.file.Path;
import java.util.Set;

/** Paths as callers write them: a parsed one never leads out, and means the same when it is read again. */
public final class PathFuzzer {
    private static final Workspace WORKSPACE = new Workspace(Path.of("/w/s"));
    private static final Set<FailureCode> REFUSALS =
            Set.of(FailureCode.INVALID_ARGUMENTS, FailureCode.OUTSIDE_WORKSPACE);

    private PathFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = FuzzText.of(data);
        WorkspacePath path;
        try {
            path = WorkspacePath.parse(WORKSPACE, text);
        } catch (WritException e) {
            FuzzText.require(REFUSALS.contains(e.failure().code()), "a refusal with its reason", text);
            return;
        }
        Path resolved = WORKSPACE.root().resolve(path.relative()).normalize();
        FuzzText.require(resolved.startsWith(WORKSPACE.root()), "it stays below the root", text);
        FuzzText.require(
                path.isRoot() || resolved.equals(WORKSPACE.root().resolve(path.relative())),
                "no name in it leads up",
                text);
        FuzzText.require(
                WorkspacePath.parse(WORKSPACE, "./" + path.relative()).equals(path), "it is read as itself", text);
        FuzzText.require(
                path.names().stream().noneMatch(".git"::equalsIgnoreCase) || path.isControlFile(),
                "control files are known",
                text);
    }
}
