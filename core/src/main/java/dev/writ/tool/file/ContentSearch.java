package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.sandbox.OpenFile;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.OperationResult;
import dev.writ.tool.file.FolderWalk.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One search through the lines of files. For one thread. */
final class ContentSearch {
    private static final int SHOWN_LINE = 400;
    private static final int SHOWN_BEFORE = 100;

    private final WorkspaceRoot root;
    private final LinePattern pattern;
    private final FileLimits limits;
    private final AuthorizedCall call;
    private final List<Match> matches = new ArrayList<>();
    private final Map<Skipped, Integer> skipped = new EnumMap<>(Skipped.class);
    private int searched;
    private boolean truncated;

    ContentSearch(WorkspaceRoot root, LinePattern pattern, FileLimits limits, AuthorizedCall call) {
        this.root = root;
        this.pattern = pattern;
        this.limits = limits;
        this.call = call;
    }

    /** Why a file was not searched. */
    private enum Skipped {
        BINARY("binary"),
        LARGE("too large"),
        LINKED("has several names (hard links)"),
        UNREADABLE("not readable"),
        REPOSITORY("kept by git in .git");

        private final String reason;

        Skipped(String reason) {
            this.reason = reason;
        }
    }

    private record Match(String path, int line, int column, String text) {}

    void search(WorkspacePath start, Optional<FilePattern> glob) {
        int skip = start.isRoot() ? 0 : start.relative().length() + 1;
        FolderWalk walk = new FolderWalk(root, limits, call);
        List<Found> files = new ArrayList<>();
        walk.walk(start, Integer.MAX_VALUE, found -> {
            String below = found.depth() == 0 ? found.name() : found.shown().substring(skip);
            if (found.isRepositoryStore()) {
                skip(Skipped.REPOSITORY);
            } else if (found.info().isFile() && (glob.isEmpty() || glob.get().matches(below, found.name()))) {
                files.add(found);
            } else if (found.depth() == 0) {
                // Asked for by name: opening it says what it is.
                root.open(start).close();
            }
        });
        truncated |= !walk.complete();
        files.sort(Comparator.comparing(found -> found.shown().replace('/', '\0')));
        for (Found found : files) {
            call.checkStopped();
            if (truncated && matches.size() >= limits.matches()) {
                return;
            }
            if (pattern.isOver()) {
                truncated = true;
                return;
            }
            searchFile(found);
        }
    }

    private void searchFile(Found found) {
        if (found.path().isEmpty()) {
            skip(Skipped.UNREADABLE);
        } else if (found.info().links() > 1) {
            skip(Skipped.LINKED);
        } else if (found.info().size() > limits.fileBytes()) {
            skip(Skipped.LARGE);
        } else {
            read(found.path().get()).ifPresent(bytes -> searchBytes(found.shown(), bytes));
        }
    }

    private Optional<byte[]> read(WorkspacePath path) {
        try (OpenFile file = root.open(path)) {
            return Optional.of(file.readAll(limits.fileBytes()));
        } catch (WritException e) {
            skip(e.failure().code() == FailureCode.TOO_LARGE ? Skipped.LARGE : Skipped.UNREADABLE);
            return Optional.empty();
        }
    }

    private void searchBytes(String path, byte[] bytes) {
        switch (FileContent.of(bytes)) {
            case FileContent.Binary ignored -> skip(Skipped.BINARY);
            case FileContent.Text(String text, TextEncoding ignored) -> {
                searched++;
                searchText(path, text);
            }
        }
    }

    private void searchText(String path, String text) {
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int shownEnd = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            String line = text.substring(start, shownEnd);
            number++;
            int at = pattern.find(line);
            if (at >= 0) {
                if (matches.size() >= limits.matches()) {
                    truncated = true;
                    return;
                }
                matches.add(new Match(path, number, at + 1, excerpt(line, at)));
            }
            start = end + 1;
        }
    }

    private static String excerpt(String line, int at) {
        if (line.length() <= SHOWN_LINE) {
            return line;
        }
        int from = Math.max(0, at - SHOWN_BEFORE);
        int to = Math.min(line.length(), from + SHOWN_LINE);
        if (from > 0 && Character.isLowSurrogate(line.charAt(from))) {
            from++;
        }
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
            to--;
        }
        return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
    }

    OperationResult result() {
        ArrayNode list = Json.array();
        StringBuilder lines = new StringBuilder();
        for (Match match : matches) {
            list.add(Json.object()
                    .put("path", match.path())
                    .put("line", match.line())
                    .put("column", match.column())
                    .put("text", match.text()));
            if (lines.length() < limits.textCharacters()) {
                lines.append("%s:%d:%d: %s\n".formatted(match.path(), match.line(), match.column(), match.text()));
            }
        }
        ArrayNode left = Json.array();
        StringBuilder notes = new StringBuilder();
        skipped.forEach((why, files) -> {
            left.add(Json.object().put("reason", why.reason).put("files", files));
            notes.append(why == Skipped.REPOSITORY ? "; .git not searched" : "; " + files + " skipped: " + why.reason);
        });
        ObjectNode data = Json.object();
        data.set("matches", list);
        data.put("files_searched", searched).put("truncated", truncated).set("skipped", left);
        String head = "%s in %s searched%s%s\n"
                .formatted(
                        Shown.count(matches.size(), "matching line"),
                        Shown.count(searched, "file"),
                        truncated ? ", and there may be more" : "",
                        notes);
        return new OperationResult(data, head + lines);
    }

    private void skip(Skipped why) {
        skipped.merge(why, 1, Integer::sum);
    }
}
