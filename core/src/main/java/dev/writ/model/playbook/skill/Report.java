package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Finding;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a skill has to say.
 *
 * @param ok whether a later part of the same request may rely on it, for instance a command that succeeded
 * @param changed paths of files it changed
 */
record Report(String text, List<Finding> findings, ObjectNode data, boolean ok, List<String> changed) {
    Report {
        findings = List.copyOf(findings);
        changed = List.copyOf(changed);
    }

    static Report of(String text) {
        return new Report(text, List.of(), Json.object(), true, List.of());
    }

    static Report of(String text, List<Finding> findings, ObjectNode data) {
        return new Report(text, findings, data, true, List.of());
    }

    Report withChanged(List<String> paths) {
        return new Report(text, findings, data, ok, paths);
    }

    Report notOk() {
        return new Report(text, findings, data, false, changed);
    }

    Ending ending() {
        return Ending.completed(text, findings, data);
    }
}
