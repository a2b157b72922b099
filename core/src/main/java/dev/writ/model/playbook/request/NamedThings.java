package dev.writ.model.playbook.request;

import dev.writ.model.playbook.reading.CommandLine;
import java.util.ArrayList;
import java.util.List;

/** Things that words name exactly, whatever is wanted of them. */
public record NamedThings(List<String> paths, List<List<String>> commands, List<String> queries) {
    public static NamedThings in(String words) {
        Phrase phrase = Phrase.of(words);
        List<String> paths = new ArrayList<>();
        List<List<String>> commands = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        for (String token : phrase.text().strip().split("[\\s,]+", -1)) {
            String bare = token.replaceAll("^[(\\[]+|[;:!?)\\]]+$", "").replaceAll("(?<=.)\\.$", "");
            String value = phrase.value(bare);
            if (value.matches("[\\w-]+:(?:[\\w.-]+|\\*)") && !value.contains("//")) {
                queries.add(value);
            } else if (PathWords.isGlob(value)) {
                paths.add(Where.anyDepth(value));
            } else if ((phrase.isQuote(bare) || bare.startsWith("./"))
                    && RunReader.looksLikeCommand(value)
                    && CommandLine.parse(value) instanceof CommandLine.Parsed parsed) {
                commands.add(parsed.argv());
            } else if (PathWords.isPath(value)) {
                paths.add(PathWords.tidy(value));
            }
        }
        return new NamedThings(List.copyOf(paths), List.copyOf(commands), List.copyOf(queries));
    }
}
