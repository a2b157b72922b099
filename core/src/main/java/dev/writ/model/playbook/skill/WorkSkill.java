package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.model.playbook.tools.Commands;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.turn.Conversation;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import dev.writ.model.playbook.turn.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Works off a request: understands all of it first, then does its parts in order, stopping where one fails. */
public final class WorkSkill {
    private static final int MOST_PARTS = 8;

    private WorkSkill() {}

    public static Ending run(Turn turn) {
        Conversation conversation = turn.conversation();
        List<String> requests = new ArrayList<>(List.of(words(conversation)));
        requests.addAll(conversation.further());
        List<Intent> intents = new ArrayList<>();
        for (String request : requests) {
            switch (new RequestReader().read(request)) {
                case Understanding.Clear clear -> intents.addAll(clear.intents());
                case Understanding.Unclear unclear -> {
                    return HelpSkill.cannot(unclear.part());
                }
                case Understanding.Empty ignored -> {
                    return HelpSkill.nothingAsked();
                }
            }
        }
        return work(turn, requests.getFirst(), intents);
    }

    /** The request in plain words, wherever the task carries it. */
    public static String words(Conversation conversation) {
        String inInput = conversation
                .input()
                .map(input -> input.path("request").asString(""))
                .orElse("");
        return conversation.request().isBlank() ? inInput : conversation.request();
    }

    /** Does what is understood. */
    public static Ending work(Turn turn, String words, List<Intent> intents) {
        for (Intent intent : intents) {
            if (intent instanceof Intent.Refuse refuse) {
                return Ending.failed("invalid_arguments", refuse.sentence());
            }
        }
        if (intents.size() > MOST_PARTS) {
            return Ending.failed(
                    "invalid_arguments",
                    "These are more than " + MOST_PARTS + " things at once; ask for some of them first.");
        }
        Skills skills = new Skills(new Toolbox(turn, words));
        List<Report> reports = new ArrayList<>();
        Set<String> changed = new LinkedHashSet<>();
        for (Intent intent : intents) {
            Report report;
            try {
                report = skills.run(intent, List.copyOf(changed));
            } catch (SkillStops stops) {
                throw reports.isEmpty() ? stops : new SkillStops(afterOthers(reports, stops.ending(), changed));
            }
            reports.add(report);
            changed.addAll(report.changed());
            if (!report.ok() && reports.size() < intents.size()) {
                return stopped(reports, intents.size() - reports.size(), changed);
            }
        }
        return together(reports, changed);
    }

    private static Ending together(List<Report> reports, Set<String> changed) {
        ObjectNode data = Json.object();
        List<Finding> findings = new ArrayList<>();
        reports.forEach(report -> {
            report.data().properties().forEach(field -> data.set(field.getKey(), field.getValue()));
            findings.addAll(report.findings());
        });
        if (reports.size() > 1 && !changed.isEmpty()) {
            data.put("files_changed", changed.size());
        }
        return Ending.completed(texts(reports), findings, data);
    }

    private static Ending stopped(List<Report> reports, int left, Set<String> changed) {
        Ending soFar = together(reports, changed);
        String note = "\n\nSo I stopped here; "
                + (left == 1 ? "the last part of the request was" : "the last " + left + " parts of the request were")
                + " not done.";
        ObjectNode data = soFar.data().deepCopy().put("code", "operation_failed");
        return new Ending(false, soFar.result() + note, soFar.findings(), data);
    }

    private static Ending afterOthers(List<Report> reports, Ending last, Set<String> changed) {
        Ending soFar = together(reports, changed);
        ObjectNode data = soFar.data().deepCopy();
        last.data().properties().forEach(field -> data.set(field.getKey(), field.getValue()));
        List<Finding> findings = new ArrayList<>(soFar.findings());
        findings.addAll(last.findings());
        return new Ending(false, last.result() + "\n\nDone before that:\n\n" + soFar.result(), findings, data);
    }

    private static String texts(List<Report> reports) {
        return String.join("\n\n", reports.stream().map(Report::text).toList());
    }

    /** The skills over one toolbox. */
    private record Skills(Toolbox toolbox) {
        Report run(Intent intent, List<String> changedBefore) {
            Files files = new Files(toolbox);
            Commands commands = new Commands(toolbox);
            Tell tell = new Tell(toolbox.turn());
            return switch (intent) {
                case Intent.Help ignored -> HelpSkill.report();
                case Intent.AskAgain ignored -> new AskAgainSkill(toolbox.turn()).run();
                case Intent.Refuse refuse -> throw new SkillStops("invalid_arguments", refuse.sentence());
                case Intent.Describe describe -> new DescribeSkill(files).run(describe);
                case Intent.FindText find -> new FindTextSkill(files).run(find);
                case Intent.FindFiles find -> new FindFilesSkill(files).run(find);
                case Intent.Replace replace -> new ReplaceSkill(toolbox, files, tell).run(replace);
                case Intent.SetSetting set -> new SettingSkill(toolbox, files, tell).run(set);
                case Intent.Analyse analyse -> new AnalyseSkill(toolbox).run(analyse.request());
                case Intent.AskDatabase ask -> new DatabaseSkill(toolbox).run(ask);
                case Intent.RunCommand run -> new RunSkill(commands, files).run(run);
                case Intent.Verify verify -> new RunSkill(commands, files).verify(verify);
                case Intent.ShowChanges show -> new GitSkill(toolbox).changes(show);
                case Intent.ShowLog show -> new GitSkill(toolbox).log(show);
                case Intent.Commit commit -> new CommitSkill(toolbox).run(commit, changedBefore);
                case Intent.ReadFile read -> new ReadSkill(files).read(read);
                case Intent.CountFile count -> new ReadSkill(files).count(count);
                case Intent.ListFolder list -> new ReadSkill(files).list(list);
                case Intent.WriteFile write -> new ChangeSkill(toolbox, files).write(write);
                case Intent.CreateFolder create -> new ChangeSkill(toolbox, files).createFolder(create);
                case Intent.Delete delete -> new ChangeSkill(toolbox, files).delete(delete);
                case Intent.Relocate relocate -> new ChangeSkill(toolbox, files).relocate(relocate);
                case Intent.Undo undo -> new ChangeSkill(toolbox, files).undo(undo);
                case Intent.Optimise optimise -> new OptimiseSkill(toolbox, files, commands, tell).run(optimise);
                case Intent.Repair repair -> new RepairSkill(toolbox, files, commands, tell).run(repair);
            };
        }
    }
}
