package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.reading.Settings;
import dev.writ.model.playbook.reading.Settings.Setting;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.SkillStops;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what is to be measured and which numbers of which file may be tuned. */
final class TuningTarget {
    private static final Pattern CONFIG_PATH =
            Pattern.compile("[\\w./-]+\\.(?:properties|ya?ml|json|toml|ini|conf|cfg|env)\\b");
    private static final Pattern NEVER =
            Pattern.compile("(?i).*(?:port|version|seed|pid|uid|gid|schema|year|date|(?:^|[_.-])id)$");
    private static final Pattern LESS = Pattern.compile(
            "(?i).*(?:delay|sleep|interval|wait|pause|latency|backoff|timeout|retries|rounds|iterations|steps|repeat).*");

    private final Files files;

    TuningTarget(Files files) {
        this.files = files;
    }

    /** The same with command and file found, where the words left them open. */
    Intent.Optimise complete(Intent.Optimise asked) {
        List<String> command = asked.command().isEmpty() ? measuringScript() : asked.command();
        String file = asked.file().isEmpty() ? configurationOf(command) : new Places(files).file(asked.file());
        return new Intent.Optimise(command, file, asked.metric(), asked.higherIsBetter());
    }

    private List<String> measuringScript() {
        List<String> scripts = files.tree(".", 3).files().stream()
                .map(Files.Entry::path)
                .filter(path -> path.matches("(?i)(?:.*/)?(?:measure|bench|benchmark|perf)[\\w-]*\\.(?:sh|py|js)"))
                .toList();
        if (scripts.size() != 1) {
            throw new SkillStops(
                    "invalid_arguments",
                    "I need a command that shows whether a change helps; name it, for instance `./measure.sh`.");
        }
        String script = scripts.getFirst();
        return List.of(script.endsWith(".py") ? "python3" : script.endsWith(".js") ? "node" : "bash", script);
    }

    /** The configuration file that the command's own script speaks of, else the only one there is. */
    private String configurationOf(List<String> command) {
        List<String> all =
                files.tree(".", 8).files().stream().map(Files.Entry::path).toList();
        List<String> candidates = new ArrayList<>();
        for (String argument : command) {
            String path = argument.startsWith("./") ? argument.substring(2) : argument;
            if (!all.contains(path)) {
                continue;
            }
            if (Settings.isConfiguration(path)) {
                return path;
            }
            Matcher named = CONFIG_PATH.matcher(files.require(path).content());
            while (named.find()) {
                String name = named.group().replaceFirst("^\\.?/", "");
                all.stream()
                        .filter(each -> each.equals(name) || each.endsWith("/" + name))
                        .filter(each -> !candidates.contains(each))
                        .forEach(candidates::add);
            }
        }
        if (candidates.isEmpty()) {
            all.stream()
                    .filter(Settings::isConfiguration)
                    .filter(
                            path -> !path.matches(
                                    "(?:.*/)?(?:package(?:-lock)?\\.json|tsconfig\\.json|pyproject\\.toml|Cargo\\.toml|\\.github/.*)|.*node_modules/.*"))
                    .forEach(candidates::add);
        }
        if (candidates.size() != 1) {
            throw new SkillStops(
                    "invalid_arguments",
                    candidates.isEmpty()
                            ? "I found no configuration file to tune; name it."
                            : "Several configuration files could be meant ("
                                    + String.join(", ", candidates.subList(0, Math.min(8, candidates.size())))
                                    + "); name the one to tune.");
        }
        return candidates.getFirst();
    }

    /** Numbers that may be tuned, those named by the command's script first. */
    List<Setting> tunable(FileText file, Intent.Optimise wanted) {
        return Settings.read(file.content()).stream()
                .filter(setting ->
                        setting.isNumber() && !NEVER.matcher(setting.key()).matches())
                .sorted(Comparator.comparingInt((Setting setting) -> hasHint(setting.key()) ? 0 : 1))
                .toList();
    }

    private static boolean hasHint(String key) {
        return LESS.matcher(key).matches()
                || key.matches(
                        "(?i).*(?:batch|buffer|cache|threads?|workers?|pool|size|capacity|parallel\\w*|concurren\\w*|chunk|prefetch|limit).*");
    }

    /** Which way to go first, by the setting's name. */
    static double[] factors(String key) {
        return LESS.matcher(key).matches() ? new double[] {0.5, 2} : new double[] {2, 0.5};
    }

    /** The value times the factor, whole where it was whole; the same where that would be nothing. */
    static String scaled(String value, double factor) {
        BigDecimal scaled = new BigDecimal(value).multiply(BigDecimal.valueOf(factor));
        int digits = value.contains(".") ? Math.max(3, value.length() - value.indexOf('.')) : 0;
        BigDecimal rounded = scaled.setScale(digits, RoundingMode.HALF_UP);
        if (rounded.signum() == 0) {
            return value;
        }
        return digits == 0
                ? rounded.toPlainString()
                : rounded.stripTrailingZeros().toPlainString();
    }
}
