package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.reading.Settings.Setting;
import dev.writ.model.playbook.tools.Edits.Replacement;
import dev.writ.model.playbook.tools.Files.FileText;
import java.util.ArrayList;
import java.util.List;

/** The exact replacement that gives a setting another value, and nothing else. */
final class SettingChange {
    private SettingChange() {}

    static Replacement of(FileText file, Setting setting, String value) {
        List<String> lines = new ArrayList<>(List.of(file.content().split("\n", -1)));
        String line = lines.get(setting.line() - 1);
        lines.set(setting.line() - 1, setting.with(value) + (line.endsWith("\r") ? "\r" : ""));
        return ChangedBlock.of(file.path(), file.content(), String.join("\n", lines))
                .orElseThrow();
    }
}
