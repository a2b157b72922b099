package dev.writ.sandbox;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Resolves what a service is to have, or says plainly what is wrong with it. */
final class ServicePlan {
    /** The private folder for temporary files, which every box has. */
    private static final Path HOME = Path.of("/tmp");

    private final SandboxedService service;
    private final Path ownFolder;

    private ServicePlan(SandboxedService service, Path ownFolder) {
        this.service = service;
        this.ownFolder = ownFolder;
    }

    /**
     * @param ownFolder of Writ, which no service may have
     * @throws WritException where it asks for what is not there or cannot be had
     */
    static BoxPlan of(SandboxedService service, Path ownFolder) {
        return new ServicePlan(service, ownFolder).plan();
    }

    private BoxPlan plan() {
        // What it writes is most its own: it starts there, with the rights of the owner.
        List<Path> named = Stream.concat(service.writeFolders().stream(), service.readFolders().stream())
                .map(this::checked)
                .toList();
        List<Path> writable = named.subList(0, service.writeFolders().size());
        BoxFolders folders = BoxFolders.of(named.subList(writable.size(), named.size()), writable);
        Path start = service.directory()
                .map(directory -> start(folders, directory))
                .orElse(named.isEmpty() ? HOME : named.getFirst());
        List<String> argv = new ArrayList<>(service.argv());
        argv.set(
                0,
                ProgramSearch.SYSTEM
                        .program(ProgramSearch.Reach.of(folders), start, argv.getFirst())
                        .toString());
        return new BoxPlan(
                folders,
                start,
                owner(named, writable),
                SandboxProfile.FULL,
                service.hosts(),
                service.environment(),
                argv,
                service.limits());
    }

    private Path checked(Path folder) {
        if (!folder.isAbsolute() || !folder.equals(folder.normalize())) {
            throw refused(folder, "which is no full path", "Write the path from / on, without . and .. in it.");
        }
        if (SystemFolders.have(folder)) {
            throw refused(
                    folder,
                    "because the sandbox needs that folder of the system itself",
                    "Name the folder that the service is for.");
        }
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(folder, "because it does not exist", "Make the folder, or name another one.");
        }
        try {
            Path real = folder.toRealPath();
            if (!Files.isDirectory(real)) {
                throw refused(folder, "because it is no folder", "Name the folder that holds it.");
            }
            if (!real.equals(folder)) {
                throw refused(folder, "because a link leads there", "Name where the link leads: " + real + ".");
            }
            if (ownFolder.startsWith(real) || real.startsWith(ownFolder)) {
                throw refused(
                        folder, "because Writ keeps its own data there", "Name a folder without Writ's data in it.");
            }
            return real;
        } catch (IOException e) {
            throw refused(folder, "because it cannot be reached", "Check that you may enter every folder on the way.");
        }
    }

    private Path start(BoxFolders folders, Path directory) {
        Path start = checked(directory);
        if (folders.all().stream().noneMatch(start::startsWith)) {
            throw refused(
                    directory,
                    "to start in, because it lies in none of its folders",
                    "Start it in one of its folders.");
        }
        return start;
    }

    private BoxOwner owner(List<Path> named, List<Path> writable) {
        try {
            BoxOwner owner = named.isEmpty() ? BoxOwner.nobody() : BoxOwner.of(named.getFirst());
            for (Path folder : writable) {
                if (owner.asAdministrator() && BoxOwner.of(folder).user() != owner.user()) {
                    throw refused(
                            folder,
                            "because it belongs to another user than " + named.getFirst(),
                            "Let the service write in folders of one user only.");
                }
            }
            return owner;
        } catch (IOException e) {
            throw BoxFolders.gone(named.getFirst());
        }
    }

    private WritException refused(Path folder, String why, String hint) {
        String shown = FileName.shown(folder.toString());
        return Failure.of(
                        FailureCode.INVALID_ARGUMENTS,
                        "The service " + service.name() + " cannot have the folder " + shown + ", " + why + ".",
                        hint)
                .asException();
    }
}
