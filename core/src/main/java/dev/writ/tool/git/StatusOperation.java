package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.BranchTrackingStatus;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.IndexDiff.StageState;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RepositoryState;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;
import org.eclipse.jgit.util.io.NullOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status}: what is checked out and how the files differ from it. */
final class StatusOperation implements RepositoryOperation {
    private static final int MOST_PATHS = 1000;

    @Override
    public OperationSpec spec() {
        ObjectNode change = new ObjectSchema()
                .result("path", ObjectSchema.text())
                .result("change", ObjectSchema.text())
                .with("from", ObjectSchema.text(), "")
                .build();
        return new OperationSpec(
                GitServer.NAME,
                "status",
                "Shows the current branch, what is staged, changed, untracked or in conflict, and how far the branch is"
                        + " ahead of and behind its remote. Paths are relative to the repository's root; ignored files"
                        + " are left out.",
                ObjectSchema.ofArguments().build(),
                new ObjectSchema()
                        .result("repository", ObjectSchema.text())
                        .result("branch", ObjectSchema.text())
                        .result("detached", ObjectSchema.flag())
                        .result("state", ObjectSchema.text())
                        .result("clean", ObjectSchema.flag())
                        .result("staged", ObjectSchema.listOf(change))
                        .result("unstaged", ObjectSchema.listOf(change))
                        .result("untracked", ObjectSchema.listOf(ObjectSchema.text()))
                        .result("nested_repositories", ObjectSchema.listOf(ObjectSchema.text()))
                        .result("conflicts", ObjectSchema.listOf(change))
                        .result("upstream", ObjectSchema.text())
                        .result("ahead", ObjectSchema.count())
                        .result("behind", ObjectSchema.count())
                        .result("truncated", ObjectSchema.flag())
                        .build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        return new Plan(place.accesses("", RepositoryVerb.READ), StatusOperation::run);
    }

    private static OperationResult run(OpenRepository repository, AuthorizedCall call) throws IOException {
        Head head = repository.head();
        IndexDiff difference = new IndexDiff(repository.git(), Constants.HEAD, repository.workTree());
        difference.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
        difference.diff();
        call.checkStopped();

        Map<String, StageState> conflicts = new TreeMap<>(difference.getConflictingStageStates());
        Map<String, String> changed = new TreeMap<>();
        difference.getModified().forEach(path -> changed.put(path, "modified"));
        difference.getMissing().forEach(path -> changed.put(path, "deleted"));
        List<DiffEntry> staged = staged(repository, head).stream()
                .filter(entry -> !conflicts.containsKey(DiffReport.path(entry)))
                .toList();
        List<String> unknown = difference.getUntracked().stream().sorted().toList();
        List<String> nested =
                unknown.stream().filter(path -> isRepository(repository, path)).toList();
        List<String> untracked =
                unknown.stream().filter(path -> !isRepository(repository, path)).toList();
        boolean clean = staged.isEmpty() && changed.isEmpty() && untracked.isEmpty() && conflicts.isEmpty();

        RepositoryState state = repository.git().getRepositoryState();
        ObjectNode data = Json.object()
                .put("repository", repository.place().shown())
                .put("branch", head.branchName())
                .put("detached", head instanceof Head.Detached)
                .put("state", PlainText.of(state.getDescription()))
                .put("clean", clean);
        ArrayNode stagedList = data.putArray("staged");
        staged.stream().limit(MOST_PATHS).forEach(entry -> addEntry(stagedList, entry));
        ArrayNode unstagedList = data.putArray("unstaged");
        changed.entrySet().stream()
                .limit(MOST_PATHS)
                .forEach(entry -> addChange(unstagedList, entry.getKey(), entry.getValue()));
        ArrayNode untrackedList = data.putArray("untracked");
        untracked.stream().limit(MOST_PATHS).map(PlainText::of).forEach(untrackedList::add);
        ArrayNode nestedList = data.putArray("nested_repositories");
        nested.stream().limit(MOST_PATHS).map(PlainText::of).forEach(nestedList::add);
        ArrayNode conflictList = data.putArray("conflicts");
        conflicts.entrySet().stream()
                .limit(MOST_PATHS)
                .forEach(entry -> addChange(conflictList, entry.getKey(), word(entry.getValue())));
        addUpstream(repository, head, data);
        int longest = Math.max(Math.max(staged.size(), changed.size()), Math.max(untracked.size(), conflicts.size()));
        data.put("truncated", longest > MOST_PATHS);
        return new OperationResult(data, text(data));
    }

    private static List<DiffEntry> staged(OpenRepository repository, Head head) throws IOException {
        try (ObjectReader reader = repository.git().newObjectReader();
                DiffFormatter formatter = new DiffFormatter(NullOutputStream.INSTANCE)) {
            formatter.setRepository(repository.git());
            formatter.setDetectRenames(true);
            return formatter.scan(
                    repository.tree(reader, head.commit()),
                    new DirCacheIterator(repository.git().readDirCache()));
        }
    }

    /** JGit lists a folder only where it is a repository; what is in it belongs to that one. */
    private static boolean isRepository(OpenRepository repository, String path) {
        return Files.isDirectory(repository.place().workTree().resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private static void addUpstream(OpenRepository repository, Head head, ObjectNode data) throws IOException {
        BranchTrackingStatus tracking = head instanceof Head.OnBranch on
                ? BranchTrackingStatus.of(repository.git(), on.branch().value())
                : null;
        data.put(
                "upstream",
                tracking == null
                        ? ""
                        : PlainText.of(tracking.getRemoteTrackingBranch().replaceFirst("^refs/remotes/", "")));
        data.put("ahead", tracking == null ? 0 : tracking.getAheadCount());
        data.put("behind", tracking == null ? 0 : tracking.getBehindCount());
    }

    private static void addEntry(ArrayNode list, DiffEntry entry) {
        addChange(list, DiffReport.path(entry), DiffReport.word(entry));
        if (entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
            ((ObjectNode) list.get(list.size() - 1)).put("from", PlainText.of(entry.getOldPath()));
        }
    }

    private static void addChange(ArrayNode list, String path, String change) {
        list.addObject().put("path", PlainText.of(path)).put("change", change);
    }

    private static String word(StageState state) {
        return switch (state) {
            case BOTH_DELETED -> "deleted by both";
            case ADDED_BY_US -> "added by us";
            case DELETED_BY_THEM -> "deleted by them";
            case ADDED_BY_THEM -> "added by them";
            case DELETED_BY_US -> "deleted by us";
            case BOTH_ADDED -> "added by both";
            case BOTH_MODIFIED -> "modified by both";
        };
    }

    private static String text(ObjectNode data) {
        List<String> lines = new ArrayList<>();
        String branch = data.path("branch").asString();
        String upstream = data.path("upstream").asString();
        lines.add((branch.isEmpty() ? "No branch (detached HEAD)" : "On branch " + branch)
                + (upstream.isEmpty()
                        ? ""
                        : ", %d ahead of and %d behind %s"
                                .formatted(
                                        data.path("ahead").asInt(),
                                        data.path("behind").asInt(),
                                        upstream)));
        if (!data.path("state").asString().equals(RepositoryState.SAFE.getDescription())) {
            lines.add("In progress: " + data.path("state").asString());
        }
        addLines(lines, "Staged:", data.path("staged"));
        addLines(lines, "Changed, not staged:", data.path("unstaged"));
        addLines(lines, "In conflict:", data.path("conflicts"));
        addLines(lines, "Untracked:", data.path("untracked"));
        addLines(lines, "Repositories of their own:", data.path("nested_repositories"));
        if (data.path("clean").asBoolean()) {
            lines.add("Nothing is changed.");
        }
        if (data.path("truncated").asBoolean()) {
            lines.add("[cut: more than " + MOST_PATHS + " paths]");
        }
        return String.join("\n", lines);
    }

    private static void addLines(List<String> lines, String title, JsonNode entries) {
        if (!entries.isEmpty()) {
            lines.add(title);
        }
        entries.forEach(entry -> lines.add(
                entry.isString()
                        ? "  " + entry.asString()
                        : "  " + entry.path("change").asString() + ": "
                                + (entry.has("from") ? entry.path("from").asString() + " -> " : "")
                                + entry.path("path").asString()));
    }
}
