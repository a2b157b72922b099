package dev.writ.model.playbook.repair;

import dev.writ.model.playbook.reading.NearNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that does not exist, where one with nearly the same name does. */
final class MisspeltPath implements FixRule {
    private static final List<Pattern> MISSING = List.of(
            Pattern.compile("FileNotFoundError: \\[Errno 2\\] No such file or directory: '(?<path>[^'\\n]+)'"),
            Pattern.compile("can't open file '(?<path>[^'\\n]+)'"),
            Pattern.compile("ENOENT: no such file or directory, \\w+ '(?<path>[^'\\n]+)'"),
            Pattern.compile("Cannot find module '(?<path>\\./[^'\\n]+|\\.\\./[^'\\n]+)'"),
            Pattern.compile("No rule to make target [`'](?<path>[^'\\n]+)'"),
            Pattern.compile("fatal error: (?<path>[\\w./-]+): No such file or directory"),
            Pattern.compile("(?m)^\\w+: (?:fatal: )?cannot open (?:file )?['`\u2018]?(?<path>[\\w./-]+)['\u2019]?"
                    + "(?: for reading: No such file| \\(No such file or directory\\))"),
            Pattern.compile("ModuleNotFoundError: No module named '(?<module>\\w+)'"),
            Pattern.compile(
                    "(?m)(?:line \\d+: |^\\w+: (?:cannot open |can't (?:open|read) |cannot (?:access|stat) )?)['`\u2018]?(?<path>[\\w./-]+)['\u2019]?: No such file or directory"),
            Pattern.compile(
                    "(?m)^\\w+: cannot (?:access|stat|open) ['`\u2018]?(?<path>[\\w./-]+)['\u2019]?(?: for reading)?: No such file"));

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        for (Pattern form : MISSING) {
            Matcher said = trouble.find(form);
            if (said.find()) {
                boolean module = said.namedGroups().containsKey("module");
                Optional<Fix> fix = module ? module(trouble, said.group("module")) : path(trouble, said.group("path"));
                if (fix.isPresent()) {
                    return fix;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Fix> module(Trouble trouble, String name) {
        List<String> modules = trouble.files().stream()
                .filter(path -> path.endsWith(".py"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - 3))
                .toList();
        return NearNames.nearest(name, modules).flatMap(right -> {
            String line = trouble.at().replaceAll("(?<!\\w)" + name + "(?!\\w)", right);
            return line.equals(trouble.at()) || trouble.at().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Fix.Change(
                            "There is no module " + name + "; the workspace has " + right + ".py.",
                            trouble.path(),
                            trouble.content(),
                            trouble.withLine(trouble.line(), line),
                            "Imports " + right + " instead of " + name + "."));
        });
    }

    private static Optional<Fix> path(Trouble trouble, String printed) {
        String plain = printed.replaceFirst("^(?:/workspace/|\\./)", "");
        Map<String, String> byName = new LinkedHashMap<>();
        List<String> whole = new ArrayList<>();
        for (String file : trouble.files()) {
            whole.add(file);
            byName.putIfAbsent(file.substring(file.lastIndexOf('/') + 1), file);
        }
        if (whole.contains(plain)) {
            return Optional.empty();
        }
        String name = plain.substring(plain.lastIndexOf('/') + 1);
        Optional<String> near = NearNames.nearest(plain, whole);
        Optional<String> right = near.isPresent()
                ? near
                : byName.containsKey(name)
                        ? Optional.of(byName.get(name))
                        : NearNames.nearest(name, byName.keySet()).map(byName::get);
        if (right.isEmpty() || trouble.content().isEmpty()) {
            return Optional.empty();
        }
        return replaced(trouble, plain, right.get())
                .map(after -> new Fix.Change(
                        "There is no file " + plain + "; " + right.get() + " was probably meant.",
                        trouble.path(),
                        trouble.content(),
                        after,
                        "Names " + right.get() + " instead of " + plain + "."));
    }

    /** The file with the path corrected, as it is written there: whole, or only its last name. */
    private static Optional<String> replaced(Trouble trouble, String wrong, String right) {
        String wrongName = wrong.substring(wrong.lastIndexOf('/') + 1);
        String rightName = right.substring(right.lastIndexOf('/') + 1);
        String content = trouble.content();
        Optional<String> whole = once(content, wrong, right);
        if (whole.isPresent()) {
            return whole;
        }
        Optional<String> name = wrongName.equals(rightName) ? Optional.empty() : once(content, wrongName, rightName);
        if (name.isPresent()) {
            return name;
        }
        // Modules are named without their extension.
        String bare = wrongName.replaceFirst("\\.\\w+$", "");
        String rightBare = rightName.replaceFirst("\\.\\w+$", "");
        return bare.equals(rightBare) || bare.length() < 3 ? Optional.empty() : once(content, bare, rightBare);
    }

    private static Optional<String> once(String content, String wrong, String right) {
        Matcher place = Pattern.compile("(?<![\\w-])" + Pattern.quote(wrong) + "(?![\\w-])")
                .matcher(content);
        return place.find() ? Optional.of(place.replaceAll(Matcher.quoteReplacement(right))) : Optional.empty();
    }
}
