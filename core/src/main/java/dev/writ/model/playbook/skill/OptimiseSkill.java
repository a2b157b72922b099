package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Settings;
import dev.writ.model.playbook.reading.Settings.Setting;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Commands;
import dev.writ.model.playbook.tools.Edits;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Tunes the numbers of one configuration file by trying: measures, changes one, measures again, keeps what helps. */
final class OptimiseSkill {
    private static final int MOST_TRIALS = 6;

    private final Toolbox toolbox;
    private final Files files;
    private final Commands commands;
    private final Tell tell;

    OptimiseSkill(Toolbox toolbox, Files files, Commands commands, Tell tell) {
        this.toolbox = toolbox;
        this.files = files;
        this.commands = commands;
        this.tell = tell;
    }

    /** One change that was tried. */
    private record Trial(
            String key,
            String from,
            String to,
            Measurement before,
            Measurement after,
            boolean kept,
            String diff,
            String change) {}

    Report run(Intent.Optimise asked) {
        TuningTarget target = new TuningTarget(files);
        Intent.Optimise wanted = target.complete(asked);
        FileText file = files.require(wanted.file());
        List<Setting> settings = target.tunable(file, wanted);
        if (settings.isEmpty()) {
            throw new SkillStops(
                    "not_found", wanted.file() + " has no numeric setting that could be tuned; nothing was changed.");
        }
        Measurement before = Measurement.of(commands, wanted);
        if (before.failed().isPresent()) {
            FailedRun failed = FailedRun.read(before.failed().get(), files);
            throw new SkillStops(new Ending(
                    false,
                    "There is nothing to tune while the command fails.\n\n" + failed.text(),
                    failed.findings(),
                    Json.object().put("code", "operation_failed")));
        }
        Edits edits = new Edits(
                toolbox,
                List.of(wanted.file()),
                List.of("edit_file", "undo"),
                "try other values for the numbers in " + wanted.file()
                        + " alone, measuring each and undoing what does not help");
        List<Trial> trials = trials(wanted, settings, edits, before);
        return report(wanted, before, trials);
    }

    private List<Trial> trials(Intent.Optimise wanted, List<Setting> settings, Edits edits, Measurement before) {
        List<Trial> trials = new ArrayList<>();
        Measurement best = before;
        for (Setting setting : settings) {
            for (double factor : TuningTarget.factors(setting.key())) {
                boolean helped = false;
                boolean goOn = true;
                while (goOn && trials.size() < MOST_TRIALS) {
                    FileText now = files.require(wanted.file());
                    Setting current = Settings.read(now.content()).stream()
                            .filter(each -> each.line() == setting.line())
                            .findFirst()
                            .orElse(setting);
                    String value = TuningTarget.scaled(current.value(), factor);
                    if (value.equals(current.value())) {
                        break;
                    }
                    Trial trial = attempt(wanted, edits, now, current, value, best);
                    trials.add(trial);
                    best = trial.kept() ? trial.after() : best;
                    helped |= trial.kept();
                    goOn = trial.kept();
                }
                if (helped) {
                    break;
                }
            }
        }
        return trials;
    }

    private Trial attempt(
            Intent.Optimise wanted, Edits edits, FileText now, Setting setting, String value, Measurement best) {
        Edits.Changed changed = edits.apply(SettingChange.of(now, setting, value));
        tell.user("Trying " + setting.key() + " = " + value + " instead of " + setting.value() + ":\n\n"
                + Layout.block("diff", changed.diff()));
        Measurement after = measured(wanted, edits, changed);
        boolean kept = after.betterThan(best, wanted.higherIsBetter());
        if (!kept) {
            edits.undo(changed.change());
            kept = isUndecided(after, best, wanted) && after.betterThan(Measurement.of(commands, wanted), false);
            if (kept) {
                changed = edits.apply(SettingChange.of(files.require(now.path()), setting, value));
            }
        }
        return new Trial(setting.key(), setting.value(), value, best, after, kept, changed.diff(), changed.change());
    }

    /**
     * Whether a time is shorter than one that was measured before, but by less than the runs differ: the machine may have had
     * more to do meanwhile than in between, and what was there before is to be measured once more.
     */
    private static boolean isUndecided(Measurement after, Measurement before, Intent.Optimise wanted) {
        return wanted.metric().isEmpty() && after.failed().isEmpty() && after.value() < before.value();
    }

    private Measurement measured(Intent.Optimise wanted, Edits edits, Edits.Changed changed) {
        try {
            return Measurement.of(commands, wanted);
        } catch (SkillStops stops) {
            // What can't be measured must not stay.
            edits.undo(changed.change());
            throw stops;
        }
    }

    private static Report report(Intent.Optimise wanted, Measurement before, List<Trial> trials) {
        List<Trial> kept = trials.stream().filter(Trial::kept).toList();
        List<Trial> back = trials.stream().filter(trial -> !trial.kept()).toList();
        Measurement after = kept.isEmpty() ? before : kept.getLast().after();
        String command = "`" + Commands.line(wanted.command()) + "`";
        StringBuilder text = new StringBuilder(
                kept.isEmpty()
                        ? "No change to " + wanted.file() + " made " + command + " better, so the file is as it was ("
                                + before.words(wanted) + ")."
                        : command + " went from " + before.words(wanted) + " to " + after.words(wanted) + " ("
                                + (wanted.metric().isEmpty() ? "the shortest" : "the median")
                                + " of several runs) by changing " + wanted.file() + ".");
        text.append(kept.isEmpty() ? "" : "\n\nKept:");
        kept.forEach(trial -> text.append("\n  ").append(line(trial, wanted)));
        text.append(back.isEmpty() ? "" : "\n\nRolled back:");
        back.forEach(trial -> text.append("\n  ")
                .append(line(trial, wanted))
                .append(
                        trial.after().worseThan(trial.before(), wanted.higherIsBetter())
                                ? " (worse)"
                                : " (no better than the runs differ)"));
        kept.forEach(trial -> text.append("\n\n").append(Layout.block("diff", trial.diff())));
        List<Finding> findings = trials.stream()
                .map(trial -> Finding.info(
                        (trial.kept() ? "Kept " : "Rolled back ") + trial.key() + " = " + trial.to(),
                        line(trial, wanted),
                        wanted.file()))
                .toList();
        ObjectNode data = Json.object()
                .put("before", before.value())
                .put("after", after.value())
                .put("unit", wanted.metric().isEmpty() ? "ms" : wanted.metric())
                .put("file", wanted.file())
                .put("files_changed", kept.isEmpty() ? 0 : 1);
        data.set("kept", Json.array(kept.stream().map(OptimiseSkill::summary).toList()));
        data.set(
                "rolled_back",
                Json.array(back.stream().map(OptimiseSkill::summary).toList()));
        data.set("changes", Json.array(kept.stream().map(Trial::change).toList()));
        return Report.of(text.toString(), findings, data)
                .withChanged(kept.isEmpty() ? List.of() : List.of(wanted.file()));
    }

    private static String summary(Trial trial) {
        return trial.key() + ": " + trial.from() + " -> " + trial.to();
    }

    private static String line(Trial trial, Intent.Optimise wanted) {
        return trial.key() + " " + trial.from() + " → " + trial.to() + ": "
                + trial.before().words(wanted) + " → " + trial.after().words(wanted);
    }
}
