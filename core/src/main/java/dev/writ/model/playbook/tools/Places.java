package dev.writ.model.playbook.tools;

import dev.writ.model.playbook.reading.NearNames;
import dev.writ.model.playbook.request.PathWords;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a user's words for files and folders mean in this workspace. */
public final class Places {
    private final Files files;

    public Places(Files files) {
        this.files = files;
    }

    /** The same places by their exact paths. */
    public Where resolve(Where where) {
        List<String> folders = new ArrayList<>();
        for (String folder : where.folders()) {
            folders.add(folder.equals(".") ? "." : folder(folder));
        }
        List<String> exact = new ArrayList<>();
        for (String file : where.files()) {
            exact.addAll(files(file));
        }
        return where.withFolders(folders).withFiles(exact);
    }

    /** The exact path of one file that the user named. */
    public String file(String named) {
        List<String> found = files(named);
        if (found.size() > 1) {
            throw new SkillStops(
                    "invalid_arguments",
                    "There are several files called " + named + " (" + String.join(", ", found)
                            + "); say which one by its path.");
        }
        return found.getFirst();
    }

    private List<String> files(String named) {
        if (named.startsWith("/")) {
            return List.of(inside("file", named));
        }
        if (named.contains("/")) {
            if (files.info(named).isEmpty()) {
                throw missing("file", named, List.of());
            }
            return List.of(named);
        }
        List<String> found = candidates(named);
        if (found.isEmpty() && !named.contains(".")) {
            found = candidates(named + ".*");
        }
        if (found.isEmpty()) {
            found = differentCase(named);
        }
        if (found.isEmpty()) {
            throw missing(
                    "file",
                    named,
                    files.tree(".", 8).files().stream().map(Files.Entry::path).toList());
        }
        // A bare name means the one at the top where there is one.
        Optional<String> top =
                found.stream().filter(path -> !path.contains("/")).findFirst();
        return top.map(List::of).orElse(found);
    }

    private List<String> candidates(String name) {
        return files.find(".", "**/" + name).files().stream()
                .map(Files.Entry::path)
                .sorted()
                .toList();
    }

    private List<String> differentCase(String named) {
        return files.tree(".", 8).files().stream()
                .map(Files.Entry::path)
                .filter(path -> path.substring(path.lastIndexOf('/') + 1).equalsIgnoreCase(named))
                .toList();
    }

    /** The workspace's path for an absolute one, as the tool itself sees it. */
    private String inside(String kind, String absolute) {
        return files.info(absolute)
                .map(info -> PathWords.tidy(info.text("path")))
                .orElseThrow(() -> missing(kind, absolute, List.of()));
    }

    private String folder(String named) {
        if (named.startsWith("/")) {
            return inside("folder", named);
        }
        if (files.info(named).isPresent()) {
            return named;
        }
        List<String> folders = files.tree(".", 8).entries().stream()
                .filter(entry -> entry.type().equals("directory"))
                .map(Files.Entry::path)
                .toList();
        List<String> below =
                folders.stream().filter(path -> path.endsWith("/" + named)).toList();
        if (below.size() == 1) {
            return below.getFirst();
        }
        throw missing("folder", named, folders);
    }

    private static SkillStops missing(String kind, String named, List<String> existing) {
        Stream<String> names = existing.stream().map(path -> path.substring(path.lastIndexOf('/') + 1));
        String near = NearNames.nearest(named.substring(named.lastIndexOf('/') + 1), names.toList())
                .map(name -> " The nearest name is " + name + ".")
                .orElse("");
        return new SkillStops("not_found", "There is no " + kind + " " + named + " in the workspace." + near);
    }
}
