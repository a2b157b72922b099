package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Where a repository lies. Holding one proves that, when it was found, its folder and its git folders were real folders
 * inside the workspace with no link on the way.
 *
 * @param root the workspace's root
 * @param name path of the repository relative to the root, "" for the root itself
 * @param workTree folder of the working files
 * @param gitDir folder of HEAD and the index
 * @param commonDir folder of objects and branches; differs from {@code gitDir} in a linked working tree only
 * @param through names of other repositories whose data this one uses (a submodule's parent, a working tree's main one)
 */
record RepositoryPlace(Path root, String name, Path workTree, Path gitDir, Path commonDir, List<String> through) {
    /** With what a scope names a remote elsewhere, as in {@code remote:github.com/acme/app}; no folder begins so. */
    static final String REMOTE = "remote:";

    private static final String DOT_GIT = ".git";

    /** @throws WritException where there is no such repository or it reaches outside the workspace */
    static RepositoryPlace find(Workspace workspace, String given) throws IOException {
        Path root = workspace.root();
        Path workTree = realFolder(root, inside(workspace, given), given);
        String name = nameOf(root, workTree);
        Path dot = workTree.resolve(DOT_GIT);
        if (Files.isSymbolicLink(dot)) {
            throw outside(given, "its .git is a link");
        }
        if (Files.isDirectory(dot, LinkOption.NOFOLLOW_LINKS)) {
            return with(root, name, workTree, dot, given);
        }
        if (Files.isRegularFile(dot, LinkOption.NOFOLLOW_LINKS)) {
            String line = new SafeFiles(root).text(dot, 4096).strip();
            if (!line.startsWith("gitdir: ")) {
                throw noRepository(root, workTree, given);
            }
            return with(root, name, workTree, redirect(root, workTree, line.substring(8), given), given);
        }
        throw noRepository(root, workTree, given);
    }

    /** The bare or ordinary repository at an absolute path, for use as a remote. */
    static RepositoryPlace findRemote(Path root, Path folder, String given) throws IOException {
        if (!folder.startsWith(root)) {
            throw outside(given, "it lies outside the workspace");
        }
        Path real = realFolder(root, folder, given);
        Path dot = real.resolve(DOT_GIT);
        if (Files.isDirectory(dot, LinkOption.NOFOLLOW_LINKS)) {
            return with(root, nameOf(root, real), real, dot, given);
        }
        if (Files.isRegularFile(real.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(real.resolve("objects"), LinkOption.NOFOLLOW_LINKS)) {
            return with(root, nameOf(root, real), real, real, given);
        }
        throw noRepository(root, real, given);
    }

    private static RepositoryPlace with(Path root, String name, Path workTree, Path gitDir, String given)
            throws IOException {
        Path pointer = gitDir.resolve("commondir");
        Path commonDir = Files.exists(pointer, LinkOption.NOFOLLOW_LINKS)
                ? redirect(root, gitDir, new SafeFiles(root).text(pointer, 4096).strip(), given)
                : gitDir;
        SequencedSet<String> through = new LinkedHashSet<>();
        through.add(owner(root, gitDir));
        through.add(owner(root, commonDir));
        through.remove(name);
        return new RepositoryPlace(root, name, workTree, gitDir, commonDir, List.copyOf(through));
    }

    boolean isBare() {
        return workTree.equals(gitDir);
    }

    /** How people refer to it. */
    String shown() {
        return name.isEmpty() ? "." : name;
    }

    /** What a call with this verb on this branch ("" for none) touches. */
    List<Access> accesses(String branch, RepositoryVerb verb) {
        List<Access> accesses = new ArrayList<>();
        accesses.add(new RepositoryAccess(name, branch, verb));
        through.forEach(other -> accesses.add(new RepositoryAccess(other, branch, verb)));
        return accesses;
    }

    private static Path inside(Workspace workspace, String given) {
        WorkspacePath path = WorkspacePath.parse(workspace, given);
        if (path.isControlFile()) {
            throw outside(given, "it lies in git's own folder");
        }
        if (path.relative().startsWith(REMOTE)) {
            throw outside(given, "its name reads like that of a remote");
        }
        return workspace.root().resolve(path.relative());
    }

    private static Path redirect(Path root, Path from, String target, String given) throws IOException {
        if (target.codePoints().anyMatch(Character::isISOControl)) {
            throw outside(given, "its .git points to no plain path");
        }
        Path folder = from.resolve(target).normalize();
        if (!folder.startsWith(root)) {
            throw outside(given, "its .git points outside the workspace");
        }
        return realFolder(root, folder, given);
    }

    private static Path realFolder(Path root, Path folder, String given) throws IOException {
        Path step = root;
        for (Path part : root.relativize(folder)) {
            step = part.toString().isEmpty() ? step : step.resolve(part);
            if (Files.isSymbolicLink(step)) {
                throw outside(given, "there is a link on the way to it");
            }
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw noRepository(root, folder, given);
        }
        if (!folder.toRealPath().equals(folder)) {
            throw outside(given, "there is a link on the way to it");
        }
        return folder;
    }

    private static String owner(Path root, Path gitDir) {
        Path relative = root.relativize(gitDir);
        for (int i = relative.getNameCount() - 1; i >= 0; i--) {
            if (relative.getName(i).toString().equals(DOT_GIT)) {
                return i == 0 ? "" : relative.subpath(0, i).toString();
            }
        }
        return relative.toString();
    }

    private static String nameOf(Path root, Path folder) {
        return root.relativize(folder).toString();
    }

    private static WritException noRepository(Path root, Path folder, String given) {
        String hint = "Name the folder that holds .git, relative to the workspace; \".\" is its root.";
        for (Path above = folder.getParent(); above != null && above.startsWith(root); above = above.getParent()) {
            if (Files.exists(above.resolve(DOT_GIT), LinkOption.NOFOLLOW_LINKS)) {
                String name = above.equals(root) ? "." : nameOf(root, above);
                hint = "The repository around it is \"" + PlainText.of(name) + "\"; name that one.";
                break;
            }
        }
        return new WritException(new Failure(
                FailureCode.NOT_FOUND, "There is no git repository at \"" + PlainText.of(given) + "\".", hint));
    }

    private static WritException outside(String given, String why) {
        return new WritException(new Failure(
                FailureCode.OUTSIDE_WORKSPACE,
                "The repository \"" + PlainText.of(given) + "\" cannot be used: " + why + ".",
                "Use a repository that lies inside the workspace with all of its data."));
    }
}
