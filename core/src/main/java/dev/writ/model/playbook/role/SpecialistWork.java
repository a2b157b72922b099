package dev.writ.model.playbook.role;

import dev.writ.model.playbook.reading.CommandLine;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.PathWords;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.model.playbook.skill.HelpSkill;
import dev.writ.model.playbook.skill.WorkSkill;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Turn;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The three agents whose work is a skill of its own: what their input leaves open is read from the words. */
final class SpecialistWork {
    private SpecialistWork() {}

    static Ending investigate(Turn turn) {
        String words = WorkSkill.words(turn.conversation());
        List<Intent> understood = understood(words);
        boolean other = !understood.isEmpty() && understood.stream().noneMatch(Intent.Analyse.class::isInstance);
        return other
                ? WorkSkill.run(turn)
                : WorkSkill.work(turn, words, understood.size() > 1 ? understood : List.of(new Intent.Analyse(words)));
    }

    static Ending optimise(Turn turn) {
        Data input = RoleInput.of(turn).data();
        String words = WorkSkill.words(turn.conversation());
        Optional<Intent.Optimise> said = understood(words).stream()
                .filter(Intent.Optimise.class::isInstance)
                .map(Intent.Optimise.class::cast)
                .findFirst();
        List<String> command =
                command(input).orElse(said.map(Intent.Optimise::command).orElse(List.of()));
        String file = input.has("file")
                ? PathWords.tidy(input.text("file"))
                : said.map(Intent.Optimise::file).orElse("");
        if (command.isEmpty() && file.isEmpty() && said.isEmpty()) {
            return understood(words).isEmpty() ? HelpSkill.cannot(words) : WorkSkill.run(turn);
        }
        String metric = input.has("metric")
                ? input.text("metric")
                : said.map(Intent.Optimise::metric).orElse("");
        boolean higher = input.flag("higher_is_better")
                || said.map(Intent.Optimise::higherIsBetter).orElse(false);
        boolean time = metric.matches("(?i)|time|duration|duration_ms|seconds|milliseconds|ms");
        return WorkSkill.work(turn, words, List.of(new Intent.Optimise(command, file, time ? "" : metric, higher)));
    }

    static Ending recover(Turn turn) {
        Data input = RoleInput.of(turn).data();
        if (IncidentJudge.isAsked(input)) {
            return IncidentJudge.run(input);
        }
        String words = WorkSkill.words(turn.conversation());
        List<Intent> understood = understood(words);
        Optional<List<String>> command = command(input);
        if (command.isPresent()) {
            return WorkSkill.work(
                    turn,
                    words,
                    List.of(new Intent.Repair(
                            command.get(), input.has("file") ? PathWords.tidy(input.text("file")) : "")));
        }
        return understood.isEmpty() ? WorkSkill.run(turn) : WorkSkill.work(turn, words, understood);
    }

    /** The command of the input, as a line or as a list. */
    private static Optional<List<String>> command(Data input) {
        JsonNode command = input.node().path("command");
        if (command.isArray() && !command.isEmpty()) {
            return Optional.of(input.texts("command"));
        }
        return command.isString() && CommandLine.parse(command.stringValue()) instanceof CommandLine.Parsed parsed
                ? Optional.of(parsed.argv())
                : Optional.empty();
    }

    private static List<Intent> understood(String words) {
        return new RequestReader().read(words) instanceof Understanding.Clear clear ? clear.intents() : List.of();
    }
}
