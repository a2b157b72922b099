package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens the folders that requests name: any but one in which Writ keeps its own data, or that holds it. Whoever reads those
 * files has the token of the administrator, the keys and the record.
 *
 * @param own files and folders of Writ's own, absolute
 * @param copies the folder among them that holds copies of workspaces, which tasks are run again in
 */
public record Workspaces(List<Path> own, Path copies) {
    public Workspaces {
        own = List.copyOf(own);
    }

    /** @throws WritException with {@code workspace_unusable} also where {@link Workspace#open} has it */
    Workspace open(Path folder) {
        Workspace workspace = Workspace.open(folder);
        Path root = workspace.root();
        boolean isCopy = root.startsWith(real(copies)) && !root.equals(real(copies));
        if (!isCopy
                && own.stream()
                        .map(Workspaces::real)
                        .anyMatch(kept -> kept.startsWith(root) || root.startsWith(kept))) {
            throw new WritException(
                    FailureCode.WORKSPACE_UNUSABLE,
                    "The workspace " + root + " holds data of Writ's own, such as its token and its keys.",
                    "Name the folder of one project with --workspace, or keep Writ's data elsewhere with --data.");
        }
        return workspace;
    }

    /** Where it really lies; what is not there yet holds nothing. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
