package dev.writ.model.playbook.repair;

import dev.writ.model.playbook.tools.Commands.Run;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A failure and the file it points to, as rules see it.
 *
 * @param message what the program said
 * @param path the file, "" where none is known
 * @param line counted from 1, 0 where none is known
 * @param content of that file
 * @param files all paths of the workspace
 */
public record Trouble(Run run, String message, String path, int line, String content, List<String> files) {
    /** Everything the command printed. */
    public String output() {
        return run.stderr() + "\n" + run.stdout();
    }

    public List<String> lines() {
        return List.of(content.split("\n", -1));
    }

    /** The line the failure points to; "" where there is none. */
    public String at() {
        return line >= 1 && line <= lines().size() ? lines().get(line - 1) : "";
    }

    /** The first match in what the program said, the message first. */
    public Matcher find(Pattern pattern) {
        Matcher inMessage = pattern.matcher(message);
        if (inMessage.find()) {
            return inMessage.reset();
        }
        return pattern.matcher(output());
    }

    /** The content with one line replaced. */
    public String withLine(int number, String text) {
        List<String> lines = new java.util.ArrayList<>(lines());
        lines.set(number - 1, text);
        return String.join("\n", lines);
    }

    /** The content with every whole word replaced. */
    public String withWord(String word, String other) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(word) + "(?!\\w)")
                .matcher(content)
                .replaceAll(Matcher.quoteReplacement(other));
    }
}
