package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Need;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Changing files through {@code file_edit}, limited to paths that are named when it is made. */
public final class Edits {
    public static final String TOOL = "file_edit";
    private static final int BATCH = 20;
    private static final int MOST_ATTEMPTS = 3;

    private final Toolbox toolbox;
    private final Need need;
    private final Map<String, Changed> previews = new HashMap<>();

    /**
     * @param paths all that will be changed
     * @param purpose continues "To do that I …"
     */
    public Edits(Toolbox toolbox, List<String> paths, List<String> operations, String purpose) {
        this.toolbox = toolbox;
        this.need = new Need(TOOL, operations, FileScopes.write(paths), purpose, "30m");
    }

    /** One exact replacement; with {@code all} of every place, else of the only one. */
    public record Replacement(String path, String oldText, String newText, boolean all) {}

    /**
     * What a change did.
     *
     * @param change id for {@link #undo}; "" where nothing was changed
     * @param problem why it failed; "" where it did not
     */
    public record Changed(String path, int replacements, String diff, String change, String problem) {
        public boolean ok() {
            return problem.isEmpty();
        }
    }

    /** The diffs of replacements, without making them. */
    public List<Changed> preview(List<Replacement> replacements) {
        return edit(replacements, true);
    }

    public List<Changed> apply(List<Replacement> replacements) {
        return edit(replacements, false);
    }

    /** One replacement that has to work. */
    public Changed apply(Replacement replacement) {
        Changed changed = apply(List.of(replacement)).getFirst();
        if (!changed.ok()) {
            throw new SkillStops(
                    "operation_failed", replacement.path() + " could not be changed: " + changed.problem());
        }
        return changed;
    }

    private List<Changed> edit(List<Replacement> replacements, boolean dryRun) {
        List<Changed> changed = new ArrayList<>();
        for (int i = 0; i < replacements.size(); i += BATCH) {
            List<Replacement> some = replacements.subList(i, Math.min(i + BATCH, replacements.size()));
            List<Outcome> outcomes = toolbox.useAll(
                    need,
                    "edit_file",
                    some.stream().map(each -> arguments(each, dryRun)).toList());
            for (int k = 0; k < some.size(); k++) {
                changed.add(certain(some.get(k), dryRun, outcomes.get(k)));
            }
        }
        if (dryRun) {
            changed.forEach(preview -> previews.put(preview.path(), preview));
        }
        return changed;
    }

    /** What an edit gave; one that was interrupted is looked up in the record of changes, and made again if it is not there. */
    private Changed certain(Replacement replacement, boolean dryRun, Outcome first) {
        Outcome outcome = first;
        for (int attempt = 1; wasInterrupted(outcome) && attempt < MOST_ATTEMPTS; attempt++) {
            Optional<String> change = dryRun ? Optional.empty() : recorded(replacement.path());
            if (change.isPresent()) {
                Changed preview =
                        previews.getOrDefault(replacement.path(), new Changed(replacement.path(), 1, "", "", ""));
                return new Changed(replacement.path(), preview.replacements(), preview.diff(), change.get(), "");
            }
            outcome = toolbox.use(need, "edit_file", arguments(replacement, dryRun));
        }
        return changed(replacement.path(), outcome);
    }

    private static boolean wasInterrupted(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.wasInterrupted();
    }

    /** The change of a path that is on record as done although no call of this conversation has told of it. */
    private Optional<String> recorded(String path) {
        return record("find out whether an interrupted change of \"" + path + "\" was made").reversed().stream()
                .filter(change -> change.text("path").equals(path)
                        && change.text("state").equals("done")
                        && !toolbox.wasTold(change.text("change")))
                .map(change -> change.text("change"))
                .findFirst();
    }

    private List<Data> record(String purpose) {
        Need record = new Need(TOOL, List.of("list_changes"), need.scope(), purpose, "30m");
        return toolbox.require(record, "list_changes", Json.object()).list("changes");
    }

    private static ObjectNode arguments(Replacement replacement, boolean dryRun) {
        ObjectNode arguments = Json.object().put("path", replacement.path());
        ObjectNode edit = arguments
                .putArray("edits")
                .addObject()
                .put("old_text", replacement.oldText())
                .put("new_text", replacement.newText());
        if (replacement.all()) {
            edit.put("all", true);
        }
        if (dryRun) {
            arguments.put("dry_run", true);
        }
        return arguments;
    }

    private static Changed changed(String path, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded done ->
                new Changed(
                        path,
                        (int) done.data().whole("replacements"),
                        done.data().text("diff"),
                        done.data().text("change"),
                        "");
            case Outcome.Failed failed -> new Changed(path, 0, "", "", failed.sentence());
            case Outcome.Denied denied -> new Changed(path, 0, "", "", denied.sentence());
            case Outcome.NotOffered missing -> new Changed(path, 0, "", "", missing.function() + " is not available");
        };
    }

    /** Any other operation that has to work, for instance {@code write_file}. */
    public Data perform(String operation, ObjectNode arguments) {
        return toolbox.require(need, operation, arguments);
    }

    /** Takes a change back; where that was interrupted, the record of changes says whether it has to be done again. */
    public void undo(String change) {
        ObjectNode arguments = Json.object().put("change", change);
        Outcome outcome = toolbox.use(need, "undo", arguments);
        for (int attempt = 1; wasInterrupted(outcome) && attempt < MOST_ATTEMPTS; attempt++) {
            if (isUndone(change)) {
                return;
            }
            outcome = toolbox.use(need, "undo", arguments);
        }
        Toolbox.required(outcome);
    }

    private boolean isUndone(String change) {
        return record("find out whether a change was taken back").stream()
                .anyMatch(each ->
                        each.text("change").equals(change) && each.text("state").equals("undone"));
    }
}
