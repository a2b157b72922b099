package dev.writ.model.playbook.request;

import dev.writ.permission.PathGlob;
import java.util.List;

/**
 * Which files a request is about. Empty lists do not restrict.
 *
 * @param folders as written, without a trailing slash
 * @param globs against whole paths, {@code **} at the front where the user gave only a name pattern
 * @param files paths or bare names as written
 * @param excluded globs of what is left out
 */
public record Where(List<String> folders, List<String> globs, List<String> files, List<String> excluded) {
    public static final Where ANYWHERE = new Where(List.of(), List.of(), List.of(), List.of());

    public Where {
        folders = List.copyOf(folders);
        globs = List.copyOf(globs);
        files = List.copyOf(files);
        excluded = List.copyOf(excluded);
    }

    public boolean isAnywhere() {
        return folders.isEmpty() && globs.isEmpty() && files.isEmpty() && excluded.isEmpty();
    }

    public Where withFolders(List<String> others) {
        return new Where(others, globs, files, excluded);
    }

    public Where withFiles(List<String> others) {
        return new Where(folders, globs, others, excluded);
    }

    public Where withGlobs(List<String> others) {
        return new Where(folders, others, files, excluded);
    }

    /** The folder to search from: the only one named, else the root. */
    public String root() {
        return folders.size() == 1 ? folders.getFirst() : ".";
    }

    /** A glob that every wanted file fits, "" where there is no single one. */
    public String glob() {
        return globs.size() == 1 && files.isEmpty() && globs.getFirst().startsWith("**/") ? globs.getFirst() : "";
    }

    public boolean accepts(String path) {
        boolean named = (globs.isEmpty() && files.isEmpty())
                || PathGlob.anyMatches(globs, path)
                || files.stream().anyMatch(file -> path.equals(file));
        boolean placed = folders.isEmpty()
                || folders.stream().anyMatch(folder -> folder.equals(".") || path.startsWith(folder + "/"));
        return named && placed && !PathGlob.anyMatches(excluded, path);
    }

    /** A glob as one would mean it: a name pattern applies at any depth. */
    public static String anyDepth(String glob) {
        String plain = glob.startsWith("./") ? glob.substring(2) : glob;
        return plain.contains("/") ? plain : "**/" + plain;
    }

    /** For people: "in *.md below docs", or "" for everywhere. */
    public String words() {
        StringBuilder words = new StringBuilder();
        if (!globs.isEmpty() || !files.isEmpty()) {
            words.append(" in ")
                    .append(String.join(
                            ", ",
                            java.util.stream.Stream.concat(
                                            files.stream(), globs.stream().map(Where::shortGlob))
                                    .toList()));
        }
        if (!folders.isEmpty() && !folders.equals(List.of("."))) {
            words.append(" below ").append(String.join(", ", folders));
        }
        return words.toString();
    }

    private static String shortGlob(String glob) {
        return glob.startsWith("**/") ? glob.substring(3) : glob;
    }
}
