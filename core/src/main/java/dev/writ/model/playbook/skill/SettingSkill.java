package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.NearNames;
import dev.writ.model.playbook.reading.Settings;
import dev.writ.model.playbook.reading.Settings.Setting;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Edits;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives one setting of a configuration file another value. */
final class SettingSkill {
    private static final int MOST_FILES = 60;

    private final Toolbox toolbox;
    private final Files files;
    private final Tell tell;

    SettingSkill(Toolbox toolbox, Files files, Tell tell) {
        this.toolbox = toolbox;
        this.files = files;
        this.tell = tell;
    }

    private record Found(FileText file, Setting setting) {}

    Report run(Intent.SetSetting wanted) {
        List<String> keys = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (Optional<FileText> file : files.readAll(candidates(wanted.where()))) {
            file.filter(text -> !text.binary())
                    .ifPresent(text -> Settings.read(text.content()).forEach(setting -> {
                        keys.add(setting.key());
                        if (setting.key().equals(wanted.key()) || setting.key().endsWith("." + wanted.key())) {
                            found.add(new Found(text, setting));
                        }
                    }));
        }
        if (found.isEmpty() && wanted.mayBeText()) {
            return new ReplaceSkill(toolbox, files, tell)
                    .run(new Intent.Replace(
                            Intent.TextPattern.literal(wanted.key()), wanted.value(), wanted.where(), false));
        }
        if (found.isEmpty()) {
            String near = NearNames.nearest(wanted.key(), keys)
                    .map(key -> " Did you mean " + key + "?")
                    .orElse("");
            throw new SkillStops(
                    "not_found",
                    "No setting " + wanted.key() + " was found" + wanted.where().words() + "." + near);
        }
        if (found.size() > 1) {
            List<String> places = found.stream()
                    .map(each -> each.file.path() + ":" + each.setting.line())
                    .toList();
            throw new SkillStops(
                    "invalid_arguments",
                    "The setting " + wanted.key() + " is in several places (" + String.join(", ", places)
                            + "); name the file.");
        }
        return set(found.getFirst(), wanted);
    }

    private List<String> candidates(Where named) {
        Where where = new Places(files).resolve(named);
        if (!where.files().isEmpty()) {
            return where.files();
        }
        List<String> paths = files.tree(where.root(), 20).files().stream()
                .map(Files.Entry::path)
                .filter(where::accepts)
                .filter(path -> Settings.isConfiguration(path) && !path.contains("node_modules/"))
                .toList();
        return paths.size() > MOST_FILES ? paths.subList(0, MOST_FILES) : paths;
    }

    private Report set(Found found, Intent.SetSetting wanted) {
        String path = found.file.path();
        String place = path + ":" + found.setting.line();
        if (found.setting.value().equals(wanted.value())) {
            return Report.of(
                    wanted.key() + " in " + place + " is " + wanted.value() + " already; nothing was changed.",
                    List.of(),
                    Json.object().put("files_changed", 0));
        }
        Edits edits = new Edits(
                toolbox,
                List.of(path),
                List.of("edit_file", "undo"),
                "set " + wanted.key() + " to " + wanted.value() + " in " + path);
        Edits.Replacement replacement = SettingChange.of(found.file, found.setting, wanted.value());
        Edits.Changed preview = edits.preview(List.of(replacement)).getFirst();
        tell.user("Setting " + wanted.key() + " to " + wanted.value() + " changes this:\n\n"
                + Layout.block("diff", preview.diff()));
        Edits.Changed changed = edits.apply(replacement);
        return Report.of(
                        wanted.key() + " in " + place + " was " + found.setting.value() + " and is " + wanted.value()
                                + " now (change " + changed.change() + ").\n\n" + Layout.block("diff", changed.diff()),
                        List.of(Finding.info(
                                wanted.key() + " is " + wanted.value() + " now",
                                "It was " + found.setting.value(),
                                place)),
                        Json.object().put("files_changed", 1))
                .withChanged(List.of(path));
    }
}
