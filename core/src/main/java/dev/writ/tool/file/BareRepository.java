package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import java.util.List;

/**
 * A folder that git takes for a repository by its look alone, without the name {@code .git}: whoever runs git in it, the
 * user's own prompt included, obeys its {@code config}, which can name programs. So files are changed neither in one nor so
 * that there would be one. The look is that of {@code is_git_directory} in git's setup.c.
 */
final class BareRepository {
    private static final List<List<String>> LOOKS =
            List.of(List.of("HEAD", "objects", "refs"), List.of("HEAD", "commondir"));

    private BareRepository() {}

    /**
     * That no folder on the way to a path looks so, nor would if there were something at the path.
     *
     * @throws WritException with {@code denied} where one does
     */
    static void requireNone(WorkspaceRoot root, WorkspacePath path) {
        WorkspacePath folder = WorkspacePath.ROOT;
        for (String name : path.names()) {
            if (looksSo(root, folder, name)) {
                throw new WritException(
                        FailureCode.DENIED,
                        "With \"" + path + "\" changed so, git would take the folder \"" + folder
                                + "\" for a repository and obey its settings.",
                        "Leave one of HEAD, objects and refs out of it, or have a person make the repository.");
            }
            folder = folder.child(name);
        }
    }

    private static boolean looksSo(WorkspaceRoot root, WorkspacePath folder, String added) {
        return LOOKS.stream()
                .anyMatch(look -> look.stream()
                        .allMatch(name -> name.equalsIgnoreCase(added)
                                || root.find(folder.child(name)).isPresent()));
    }
}
