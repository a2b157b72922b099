package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Languages;
import dev.writ.model.playbook.request.KnownPatterns;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.turn.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes one file by what it defines; what it is for takes a language model. */
final class OutlineSkill {
    private static final Pattern DEFINITION = Pattern.compile(
            "^(?<indent>\\s*)(?:(?:export|default|public|private|protected|static|final|abstract|async|pub|sealed|data|override|inline)\\s+)*"
                    + "(?<kind>def|class|interface|enum|record|struct|trait|impl|function|func|fn|fun|type|module|namespace)\\s+(?:\\([^)]*\\)\\s*)?(?<name>[A-Za-z_$][\\w$]*)");
    private static final Pattern METHOD = Pattern.compile(
            "^\\s*(?:(?:public|private|protected|static|final|abstract|synchronized)\\s+)+[\\w<>\\[\\], ?]+\\s+(?<name>[a-z]\\w*)\\s*\\(");
    private static final Pattern HEADING = Pattern.compile("^(?<level>#{1,6})\\s+(?<name>.+)$");
    private static final Pattern SHELL =
            Pattern.compile("^\\s*(?:function\\s+)?(?<name>[A-Za-z_]\\w*)\\s*\\(\\)\\s*\\{?");

    private final Files files;

    OutlineSkill(Files files) {
        this.files = files;
    }

    Report run(String path) {
        Files.FileText file = files.require(path);
        if (file.binary()) {
            return Report.of(path + " is a binary file of " + Layout.size(file.size()) + ".");
        }
        String language = Languages.of(path).orElse("text of no known language");
        List<Finding> parts = new ArrayList<>();
        List<Finding> markers = new ArrayList<>();
        int number = 0;
        boolean fenced = false;
        for (String line : file.content().lines().toList()) {
            number++;
            fenced ^= line.startsWith("```");
            String name = language.equals("Markdown") ? fenced ? "" : heading(line) : definition(line, language);
            if (!name.isEmpty()) {
                parts.add(Finding.info(name, "", path + ":" + number));
            }
            if (Pattern.compile(KnownPatterns.MARKERS).matcher(line).find()) {
                markers.add(Finding.warning("Open marker: " + Layout.line(line, 120), "", path + ":" + number));
            }
        }
        StringBuilder text = new StringBuilder(
                path + " is " + language + ": " + Layout.count(number, "line") + ", " + Layout.size(file.size()) + ".");
        text.append("\n").append(parts.isEmpty() ? "It defines nothing that I recognise." : "It has:");
        parts.stream()
                .limit(100)
                .forEach(part ->
                        text.append("\n  ").append(part.place()).append(": ").append(part.title()));
        if (!markers.isEmpty()) {
            text.append("\nOpen markers:");
            markers.forEach(marker -> text.append("\n  ")
                    .append(marker.place())
                    .append(": ")
                    .append(marker.title().substring("Open marker: ".length())));
        }
        List<Finding> findings = new ArrayList<>(parts);
        findings.addAll(markers);
        return Report.of(
                text.toString(),
                findings,
                Json.object().put("lines", number).put("bytes", file.size()).put("definitions", parts.size()));
    }

    private static String heading(String line) {
        Matcher heading = HEADING.matcher(line);
        return heading.matches() ? "  ".repeat(heading.group("level").length() - 1) + heading.group("name") : "";
    }

    private static String definition(String line, String language) {
        Matcher definition = DEFINITION.matcher(line);
        if (definition.find()) {
            return definition.group("kind") + " " + definition.group("name");
        }
        Matcher method = METHOD.matcher(line);
        if (method.find()) {
            return "method " + method.group("name");
        }
        Matcher shell = SHELL.matcher(line);
        return language.equals("Shell") && shell.find() ? "function " + shell.group("name") : "";
    }
}
