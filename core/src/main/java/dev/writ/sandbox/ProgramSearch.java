package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs and starting folders of commands.
 *
 * @param folders where programs are looked for, in this order
 * @param writable where commands may write besides their own folders
 */
record ProgramSearch(List<Path> folders, List<Path> writable) {
    /** A bare program name never means a file of the workspace. */
    static final ProgramSearch SYSTEM = new ProgramSearch(
            List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")),
            List.of(Path.of("/tmp"), Path.of("/dev/shm")));

    private static final List<Path> SYSTEM_PLACES = List.of(Path.of("/usr"), Path.of("/bin"));

    ProgramSearch {
        folders = List.copyOf(folders);
        writable = List.copyOf(writable);
    }

    /** The program of that name in the system's program folders. */
    Optional<Path> system(String name) {
        return folders.stream()
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
     * What a box has besides the system.
     *
     * @param folders in which a program may be named by its path
     * @param writable those of them whose content the box may have written
     * @param targets where such a path may lead by links
     */
    record Reach(List<Path> folders, List<Path> writable, List<Path> targets) {
        /** A command's: its workspace alone. */
        static Reach of(Workspace workspace) {
            List<Path> root = List.of(workspace.root());
            return new Reach(root, root, root);
        }

        /** A service's: its folders, whose programs may be links to those of the system, as in virtual environments. */
        static Reach of(BoxFolders folders) {
            return new Reach(
                    folders.all(),
                    folders.writable(),
                    Stream.concat(folders.all().stream(), SYSTEM_PLACES.stream())
                            .toList());
        }
    }

    /**
     * The file to run for {@code argv[0]}: a bare name is looked for in the {@link #folders}, a path must lead to a file
     * inside what the box has or in one of these. A program of these folders never comes, by whatever links, from a place
     * that the box can write to.
     *
     * @param start where a relative path begins
     * @throws WritException where there is no such program
     */
    Path program(Reach reach, Path start, String name) {
        String where = "inside " + listed(reach.folders());
        try {
            if (!name.contains("/")) {
                return ofSystem(reach, system(name).orElseThrow(() -> notFound(name, "in " + listed(folders))));
            }
            Path path = start.resolve(name).normalize();
            boolean inside = isIn(reach.folders(), path);
            if (inside ? !isIn(reach.targets(), path.toRealPath()) : !folders.contains(path.getParent())) {
                throw notFound(name, where + " or in " + listed(folders));
            }
            if (isProgram(path)) {
                return inside ? path : ofSystem(reach, path);
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
        throw notFound(name, where);
    }

    private Path ofSystem(Reach reach, Path program) throws IOException {
        for (Path place : LinkWalk.of(program)) {
            if (isIn(reach.writable(), place) || isIn(writable, place)) {
                throw new WritException(
                        FailureCode.OPERATION_FAILED,
                        "The program " + program + " comes from " + place + ", which commands may have written.",
                        "Have the program installed in a folder of the system, or run the file by its path.");
            }
        }
        return program;
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static boolean isIn(List<Path> folders, Path path) {
        return folders.stream().anyMatch(path::startsWith);
    }

    private static String listed(List<Path> folders) {
        return String.join(", ", folders.stream().map(Path::toString).toList());
    }

    private static WritException notFound(String name, String where) {
        return new WritException(
                FailureCode.OPERATION_FAILED,
                "There is no program " + name + " " + where + ".",
                "Install the program on this machine, or run another one.");
    }
}
