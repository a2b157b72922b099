package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds programs and starting folders of commands. */
final class ProgramSearch {
    /** In this order; a bare program name never means a file of the workspace. */
    static final List<Path> FOLDERS = List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));

    private ProgramSearch() {}

    /** The program of that name in the system's program folders. */
    static Optional<Path> system(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(ProgramSearch::isProgram)
                .findFirst();
    }

    /**
     * Where the command starts.
     *
     * @throws WritException where that is no folder inside the workspace
     */
    static Path folder(Workspace workspace, String relative) {
        Path root = workspace.root();
        try {
            Path folder = root.resolve(relative).normalize();
            if (!folder.startsWith(root) || !folder.toRealPath().startsWith(root)) {
                throw new WritException(
                        FailureCode.OUTSIDE_WORKSPACE,
                        "The folder " + relative + " lies outside the workspace.",
                        "Give a folder relative to the workspace root.");
            }
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (IOException | InvalidPathException e) {
            // Said below: for the caller all of these mean that there is no such folder.
        }
        throw new WritException(
                FailureCode.NOT_FOUND,
                "There is no folder " + relative + " in the workspace.",
                "Give a folder relative to the workspace root, or leave it out for the root.");
    }

    /**
     * The file to run for {@code argv[0]}: a bare name is looked for in {@link #FOLDERS}, a path must lead to a file
     * inside the workspace or in one of these.
     *
     * @throws WritException where there is no such program
     */
    static Path program(Workspace workspace, Path folder, String name) {
        try {
            if (!name.contains("/")) {
                return system(name).orElseThrow(() -> notFound(name, "in " + folders()));
            }
            Path path = folder.resolve(name).normalize();
            boolean ofSystem = FOLDERS.contains(path.getParent());
            if (!ofSystem
                    && !(path.startsWith(workspace.root()) && path.toRealPath().startsWith(workspace.root()))) {
                throw notFound(name, "inside the workspace or in " + folders());
            }
            if (isProgram(path)) {
                return path;
            }
            if (Files.isRegularFile(path)) {
                throw new WritException(
                        FailureCode.OPERATION_FAILED,
                        "The file " + name + " is not executable.",
                        "Run it with its interpreter, as in [\"bash\", \"" + name + "\"].");
            }
        } catch (IOException | InvalidPathException e) {
            // Said below.
        }
        throw notFound(name, "inside the workspace");
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static String folders() {
        return String.join(", ", FOLDERS.stream().map(Path::toString).toList());
    }

    private static WritException notFound(String name, String where) {
        return new WritException(
                FailureCode.OPERATION_FAILED,
                "There is no program " + name + " " + where + ".",
                "Install the program on this machine, or run another one.");
    }
}
