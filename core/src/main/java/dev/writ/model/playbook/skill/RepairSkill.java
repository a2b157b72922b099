package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.FailurePlaces.Place;
import dev.writ.model.playbook.repair.Fix;
import dev.writ.model.playbook.repair.FixRule;
import dev.writ.model.playbook.repair.Trouble;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Commands;
import dev.writ.model.playbook.tools.Commands.Run;
import dev.writ.model.playbook.tools.Edits;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Runs what fails, finds the cause by rules, makes the smallest change, and proves it by running again. */
final class RepairSkill {
    private static final int MOST_FIXES = 3;

    private final Toolbox toolbox;
    private final Files files;
    private final Commands commands;
    private final Tell tell;
    private final List<String> story = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private String cause = "";

    RepairSkill(Toolbox toolbox, Files files, Commands commands, Tell tell) {
        this.toolbox = toolbox;
        this.files = files;
        this.commands = commands;
        this.tell = tell;
    }

    Report run(Intent.Repair wanted) {
        List<String> argv = wanted.command().isEmpty()
                ? new RunSkill(commands, files).command(Intent.Verify.Goal.TEST, "")
                : wanted.command();
        Run run = again(argv, "");
        if (run.ok()) {
            return Report.of(
                    "`" + run.line() + "` succeeds, so there is nothing to fix.",
                    List.of(),
                    Json.object().put("fixed", false).put("files_changed", 0));
        }
        for (int i = 0; i < MOST_FIXES; i++) {
            FailedRun failed = FailedRun.read(run, files);
            Optional<Diagnosed> diagnosed = diagnose(failed, wanted);
            if (diagnosed.isEmpty()) {
                throw new SkillStops(gaveUp(failed, "No rule of mine fits this failure"));
            }
            Run again = apply(diagnosed.get(), failed);
            if (again.ok()) {
                return fixed(run, again);
            }
            if (diagnosed.get().fix() instanceof Fix.OtherCommand || same(failed, again)) {
                throw new SkillStops(
                        gaveUp(FailedRun.read(again, files), "The change I tried did not help and was taken back"));
            }
            run = again;
        }
        throw new SkillStops(gaveUp(FailedRun.read(run, files), "It still fails after " + MOST_FIXES + " fixes"));
    }

    /** Whoever wants to know why a command fails wants it run as often as that takes. */
    private Run again(List<String> argv, String cwd) {
        return commands.repeat(argv, cwd, 1).getFirst();
    }

    /** A fix and where its trouble was. */
    private record Diagnosed(Fix fix, String place) {}

    private Optional<Diagnosed> diagnose(FailedRun failed, Intent.Repair wanted) {
        List<String> all =
                files.tree(".", 10).files().stream().map(Files.Entry::path).toList();
        List<Place> places = new ArrayList<>(failed.places());
        scripts(failed.run(), wanted, all)
                .forEach(path -> places.add(
                        new Place(path, 0, 0, Layout.tail(failed.run().stderr(), 1), false)));
        if (places.isEmpty()) {
            places.add(new Place("", 0, 0, Layout.tail(failed.run().stderr(), 1), false));
        }
        for (Place place : places.subList(0, Math.min(6, places.size()))) {
            boolean there = all.contains(place.path());
            Optional<FileText> text = there ? files.read(place.path()) : Optional.empty();
            boolean usable =
                    text.filter(file -> !file.binary() && !file.truncated()).isPresent();
            Trouble trouble = new Trouble(
                    failed.run(),
                    place.message(),
                    usable ? place.path() : "",
                    place.line(),
                    usable ? text.get().content() : "",
                    all);
            Optional<Fix> fix = FixRule.first(trouble);
            if (fix.isPresent()) {
                return Optional.of(new Diagnosed(fix.get(), place.place()));
            }
        }
        return Optional.empty();
    }

    /** Files of the workspace that the command line or the user names: messages about data often name no place. */
    private static List<String> scripts(Run run, Intent.Repair wanted, List<String> all) {
        List<String> scripts = new ArrayList<>();
        for (String argument : run.argv()) {
            String path = argument.startsWith("./") ? argument.substring(2) : argument;
            scripts.add(path);
        }
        scripts.add(wanted.file());
        if (run.argv().getFirst().equals("make")) {
            scripts.add("Makefile");
        }
        return scripts.stream().filter(all::contains).distinct().toList();
    }

    private Run apply(Diagnosed diagnosed, FailedRun failed) {
        cause = diagnosed.fix().cause();
        findings.add(Finding.error(
                cause,
                failed.places().isEmpty()
                        ? ""
                        : Layout.line(failed.places().getFirst().message(), 200),
                diagnosed.place()));
        return switch (diagnosed.fix()) {
            case Fix.OtherCommand other -> {
                story.add(cause + " It can run as `" + Commands.line(other.argv()) + "`.");
                yield again(other.argv(), failed.run().cwd());
            }
            case Fix.Change change -> change(change, failed);
        };
    }

    private Run change(Fix.Change fix, FailedRun failed) {
        Edits edits = new Edits(
                toolbox, List.of(fix.path()), List.of("edit_file", "undo"), "fix " + fix.path() + ": " + fix.what());
        Edits.Replacement replacement =
                ChangedBlock.of(fix.path(), fix.before(), fix.after()).orElseThrow();
        Edits.Changed done;
        try {
            Edits.Changed preview = edits.preview(List.of(replacement)).getFirst();
            tell.user(fix.cause() + " " + fix.what() + "\n\n" + Layout.block("diff", preview.diff()));
            done = edits.apply(replacement);
        } catch (SkillStops stops) {
            Ending ending = stops.ending();
            throw new SkillStops(new Ending(
                    false,
                    ending.result() + "\n\nThe diagnosis: " + fix.cause() + " The fix would be: " + fix.what() + "\n\n"
                            + failed.text(),
                    findings,
                    ending.data()));
        }
        Run again;
        try {
            again = again(failed.run().argv(), failed.run().cwd());
        } catch (SkillStops stops) {
            edits.undo(done.change());
            throw stops;
        }
        if (!again.ok() && same(failed, again)) {
            edits.undo(done.change());
            story.add("Tried, and taken back because it did not help: " + fix.what());
            return again;
        }
        changes.add(done.change());
        changed.add(fix.path());
        story.add(fix.cause() + " " + fix.what() + " (change " + done.change() + ")\n"
                + Layout.block("diff", done.diff()));
        return again;
    }

    /** Whether it fails as before: the same first thing at the same place. */
    private static boolean same(FailedRun before, Run after) {
        var places = dev.writ.model.playbook.reading.FailurePlaces.find(after.stdout(), after.stderr(), after.cwd());
        if (before.places().isEmpty() || places.isEmpty()) {
            return before.places().isEmpty()
                    && places.isEmpty()
                    && before.run().stderr().equals(after.stderr());
        }
        return before.places().stream()
                .anyMatch(place -> place.message().equals(places.getFirst().message()));
    }

    private Report fixed(Run first, Run last) {
        StringBuilder text = new StringBuilder("`" + first.line() + "` failed and works now: "
                + (last.argv().equals(first.argv()) ? "run again" : "run as `" + last.line() + "`")
                + ", it ended with exit code 0.");
        story.forEach(step -> text.append("\n\n").append(step));
        if (!last.stdout().isBlank()) {
            text.append("\n\nIts output now ends with:\n")
                    .append(Layout.block("", Layout.cut(Layout.tail(last.stdout(), 8), 2_000)));
        }
        return Report.of(text.toString(), findings, data(true)).withChanged(List.copyOf(changed));
    }

    private Ending gaveUp(FailedRun failed, String why) {
        StringBuilder text = new StringBuilder(why + ", so I stop here; "
                + (changed.isEmpty()
                        ? "nothing was changed."
                        : "what helped so far was kept in " + String.join(", ", changed) + "."));
        text.append("\n\n").append(failed.text());
        story.forEach(step -> text.append("\n\n").append(step));
        text.append("\n\nTo have a language model try, ")
                .append(HelpSkill.SETTINGS)
                .append('.');
        List<Finding> all = new ArrayList<>(findings);
        failed.findings().stream()
                .filter(finding -> all.stream()
                        .noneMatch(other -> other.place().equals(finding.place())
                                && !finding.place().isEmpty()))
                .forEach(all::add);
        return new Ending(false, text.toString(), all, data(false).put("code", "model_cannot"));
    }

    private ObjectNode data(boolean fixed) {
        ObjectNode data = Json.object().put("cause", cause).put("fixed", fixed).put("files_changed", changed.size());
        data.set("changes", Json.array(changes));
        return data;
    }
}
