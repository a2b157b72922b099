package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Need;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Reading the workspace through {@code file_system_listing}. Paths are relative to its root, {@code .} being the root. */
public final class Files {
    public static final String TOOL = "file_system_listing";
    private static final String KEPT_BY_GIT = "kept by git in .git";
    private static final List<String> OPERATIONS =
            List.of("list_directory", "directory_tree", "read_file", "get_file_info", "search_files", "search_content");
    private static final int BATCH = 20;
    private static final int MOST_LINES = 20_000;

    private final Toolbox toolbox;

    public Files(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    /** One file or folder; type is file, directory, link or other. */
    public record Entry(String path, String type, long size) {
        public boolean isFile() {
            return type.equals("file");
        }

        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** A folder's content at any depth. */
    public record Tree(List<Entry> entries, boolean truncated) {
        public List<Entry> files() {
            return entries.stream().filter(Entry::isFile).toList();
        }
    }

    /** A place in a file that fits a search; line and column count from 1. */
    public record Match(String path, int line, int column, String text) {
        public String place() {
            return path + ":" + line;
        }
    }

    /** @param skipped how many files could not be searched, by the reason */
    public record Matches(List<Match> all, long filesSearched, boolean truncated, Map<String, Long> skipped) {
        /** A sentence about files that were not searched, with a space before it; empty where all were. */
        public String notSearched() {
            List<String> parts = new ArrayList<>();
            skipped.forEach((reason, count) -> parts.add(count + " " + reason));
            return parts.isEmpty() ? "" : " Not searched: " + String.join(", ", parts) + ".";
        }
    }

    /** A file's text, or a range of its lines. */
    public record FileText(
            String path, String content, int fromLine, int totalLines, long size, boolean binary, boolean truncated) {}

    public Tree tree(String folder, int depth) {
        Data data = toolbox.require(
                need(folder, "list the files"),
                "directory_tree",
                Json.object().put("path", folder).put("depth", depth));
        return new Tree(entries(data.list("entries"), ""), data.flag("truncated"));
    }

    public Tree list(String folder) {
        Data data = toolbox.require(
                need(folder, "list the folder"), "list_directory", Json.object().put("path", folder));
        return new Tree(
                data.list("entries").stream()
                        .map(entry -> new Entry(entry.text("name"), entry.text("type"), entry.whole("size")))
                        .toList(),
                data.flag("truncated"));
    }

    /** What is at the path; empty when nothing is. */
    public Optional<Data> info(String path) {
        Outcome outcome = toolbox.use(
                need(path, "look at " + path), "get_file_info", Json.object().put("path", path));
        if (outcome instanceof Outcome.Failed failed && !failed.code().equals("not_found")) {
            throw new SkillStops(failed.code(), failed.sentence());
        }
        return outcome instanceof Outcome.Succeeded done ? Optional.of(done.data()) : Optional.empty();
    }

    /** Files and folders whose path fits the glob. */
    public Tree find(String folder, String glob) {
        Data data = toolbox.require(
                need(folder, "look for files"),
                "search_files",
                Json.object().put("path", folder).put("pattern", glob));
        return new Tree(entries(data.list("matches"), ""), data.flag("truncated"));
    }

    /** @param glob only files that fit; "" for all */
    public Matches search(String folder, String query, boolean regex, boolean ignoreCase, String glob) {
        ObjectNode arguments = Json.object().put("path", folder).put("query", query);
        if (regex) {
            arguments.put("regex", true);
        }
        if (ignoreCase) {
            arguments.put("ignore_case", true);
        }
        if (!glob.isEmpty()) {
            arguments.put("glob", glob);
        }
        Data data = toolbox.require(need(folder, "search the files"), "search_content", arguments);
        List<Match> matches = data.list("matches").stream()
                .map(match -> new Match(
                        match.text("path"), (int) match.whole("line"), (int) match.whole("column"), match.text("text")))
                .filter(match -> !inGitFolder(match.path()))
                .toList();
        Map<String, Long> skipped = new TreeMap<>();
        data.list("skipped").stream()
                .filter(left -> !left.text("reason").equals(KEPT_BY_GIT))
                .forEach(left -> skipped.merge(left.text("reason"), left.whole("files"), Long::sum));
        return new Matches(matches, data.whole("files_searched"), data.flag("truncated"), skipped);
    }

    /** The whole file, as far as one read gives it; empty when it can't be read. */
    public Optional<FileText> read(String path) {
        return readAll(List.of(path)).getFirst();
    }

    /** A range of lines, the first counting as 1; empty when it can't be read. */
    public Optional<FileText> read(String path, int from, int lines) {
        ObjectNode arguments =
                Json.object().put("path", path).put("offset", Math.max(1, from)).put("limit", lines);
        return text(toolbox.use(need(path, "read " + path), "read_file", arguments));
    }

    /** As {@link #read(String)} for many files, some at a time in one turn. */
    public List<Optional<FileText>> readAll(List<String> paths) {
        List<Optional<FileText>> texts = new ArrayList<>();
        for (int i = 0; i < paths.size(); i += BATCH) {
            List<String> some = paths.subList(i, Math.min(i + BATCH, paths.size()));
            Need need = new Need(TOOL, OPERATIONS, FileScopes.read(some), "read " + String.join(", ", some), "30m");
            toolbox.useAll(
                            need,
                            "read_file",
                            some.stream()
                                    .map(path -> Json.object().put("path", path).put("limit", MOST_LINES))
                                    .toList())
                    .forEach(outcome -> texts.add(text(outcome)));
        }
        return texts;
    }

    /** As {@link #read(String)}, for a file without which the skill can't go on. */
    public FileText require(String path) {
        Data data = toolbox.require(
                need(path, "read " + path),
                "read_file",
                Json.object().put("path", path).put("limit", MOST_LINES));
        return text(data);
    }

    private static Optional<FileText> text(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded done ? Optional.of(text(done.data())) : Optional.empty();
    }

    private static FileText text(Data data) {
        return new FileText(
                data.text("path"),
                data.text("content"),
                data.has("from_line") ? (int) data.whole("from_line") : 1,
                (int) data.whole("total_lines"),
                data.whole("size"),
                data.flag("binary"),
                data.flag("truncated"));
    }

    private static List<Entry> entries(List<Data> list, String under) {
        return list.stream()
                .map(entry -> new Entry(under + entry.text("path"), entry.text("type"), entry.whole("size")))
                .filter(entry -> !inGitFolder(entry.path()))
                .toList();
    }

    private static boolean inGitFolder(String path) {
        return path.equals(".git") || path.startsWith(".git/") || path.contains("/.git/") || path.endsWith("/.git");
    }

    private static Need need(String path, String purpose) {
        return new Need(
                TOOL,
                OPERATIONS,
                FileScopes.read(List.of(path)),
                purpose + (path.equals(".") ? " in the workspace" : " in " + path),
                "30m");
    }
}
