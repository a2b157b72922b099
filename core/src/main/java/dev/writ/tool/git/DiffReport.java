package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.tool.AuthorizedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FileHeader.PatchType;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The differences between two states of a repository's files: at most 300 files and 200 kB of text, with large and
 * binary files marked and not shown.
 */
final class DiffReport {
    private static final int MOST_FILES = 300;
    private static final int MOST_BYTES = 200_000;
    private static final int LARGEST_SHOWN = 1_000_000;
    private static final int RENAME_LIMIT = 400;

    private final OpenRepository repository;
    private final AuthorizedCall call;
    private final ArrayNode files = Json.array();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean truncated;

    DiffReport(OpenRepository repository, AuthorizedCall call) {
        this.repository = repository;
        this.call = call;
    }

    static ObjectSchema schema(ObjectSchema schema) {
        ObjectNode file = new ObjectSchema()
                .result("path", ObjectSchema.text())
                .result("change", ObjectSchema.oneOf("added", "modified", "deleted", "renamed", "copied"))
                .result("additions", ObjectSchema.count())
                .result("deletions", ObjectSchema.count())
                .with("from", ObjectSchema.text(), "")
                .with("binary", ObjectSchema.flag(), "")
                .build();
        return schema.result("files", ObjectSchema.listOf(file))
                .result("diff", ObjectSchema.text())
                .result("truncated", ObjectSchema.flag());
    }

    /** Compares two states; {@code renames} are looked for only where both are stored in git. */
    DiffReport compare(
            AbstractTreeIterator before,
            AbstractTreeIterator after,
            List<TreePath> paths,
            boolean renames,
            Predicate<DiffEntry> wanted)
            throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(buffer)) {
            formatter.setRepository(repository.git());
            formatter.setDiffAlgorithm(new BoundedDiff());
            formatter.setBinaryFileThreshold(LARGEST_SHOWN);
            formatter.setPathFilter(filter(paths));
            formatter.setDetectRenames(renames);
            if (renames) {
                formatter.getRenameDetector().setRenameLimit(RENAME_LIMIT);
            }
            Set<String> seen = new HashSet<>();
            for (DiffEntry entry : formatter.scan(before, after)) {
                call.checkStopped();
                // A conflicting path is in the index up to three times.
                if (!wanted.test(entry) || !seen.add(path(entry))) {
                    continue;
                }
                if (files.size() == MOST_FILES) {
                    truncated = true;
                    break;
                }
                add(formatter, buffer, entry);
            }
        }
        return this;
    }

    private void add(DiffFormatter formatter, ByteArrayOutputStream buffer, DiffEntry entry) throws IOException {
        FileHeader header = formatter.toFileHeader(entry);
        int additions = 0;
        int deletions = 0;
        for (Edit edit : header.toEditList()) {
            additions += edit.getLengthB();
            deletions += edit.getLengthA();
        }
        ObjectNode file = files.addObject()
                .put("path", PlainText.of(path(entry)))
                .put("change", word(entry))
                .put("additions", additions)
                .put("deletions", deletions);
        if (entry.getChangeType() == DiffEntry.ChangeType.RENAME
                || entry.getChangeType() == DiffEntry.ChangeType.COPY) {
            file.put("from", PlainText.of(entry.getOldPath()));
        }
        if (header.getPatchType() != PatchType.UNIFIED) {
            file.put("binary", true);
        }
        if (text.size() < MOST_BYTES) {
            buffer.reset();
            formatter.format(entry);
            formatter.flush();
            int room = Math.min(buffer.size(), MOST_BYTES - text.size());
            text.write(buffer.toByteArray(), 0, room);
            truncated |= room < buffer.size();
        } else {
            truncated = true;
        }
    }

    void addTo(ObjectNode data) {
        data.set("files", files);
        data.put("diff", PlainText.of(text.toString(StandardCharsets.UTF_8)));
        data.put("truncated", truncated);
    }

    /** One line a file, then the diff. */
    String text() {
        if (files.isEmpty()) {
            return "No differences.";
        }
        List<String> lines = new ArrayList<>();
        files.forEach(file -> lines.add("%s %s (+%d -%d%s)"
                .formatted(
                        file.path("change").asString(),
                        file.path("path").asString(),
                        file.path("additions").asInt(),
                        file.path("deletions").asInt(),
                        file.path("binary").asBoolean(false) ? ", binary" : "")));
        String end = truncated ? "\n[cut: the rest is not shown; ask for single paths]" : "";
        return String.join("\n", lines) + "\n\n" + PlainText.of(text.toString(StandardCharsets.UTF_8)) + end;
    }

    static TreeFilter filter(List<TreePath> paths) {
        return paths.isEmpty() || paths.stream().anyMatch(TreePath::isRoot)
                ? TreeFilter.ALL
                : PathFilterGroup.createFromStrings(
                        paths.stream().map(TreePath::value).toList());
    }

    static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    static String word(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD -> "added";
            case MODIFY -> "modified";
            case DELETE -> "deleted";
            case RENAME -> "renamed";
            case COPY -> "copied";
        };
    }
}
