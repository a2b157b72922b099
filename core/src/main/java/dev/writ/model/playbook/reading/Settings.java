package dev.writ.model.playbook.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a configuration file, line by line: {@code key=value}, YAML {@code key: 3}, JSON {@code "key": 3}. */
public final class Settings {
    private static final Pattern LINE = Pattern.compile(
            "^(?<head>\\s*(?:export\\s+)?(?<quote>[\"']?)(?<key>[A-Za-z_][\\w.-]*)\\k<quote>\\s*[=:]\\s*)(?<value>\"[^\"]*\"|'[^']*'|[^\\s#,;{}\\[\\]]+(?:[ \\t]+[^\\s#,;{}\\[\\]]+)*)(?<tail>\\s*,?\\s*(?:[#;].*)?)$");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

    private Settings() {}

    /**
     * One setting.
     *
     * @param line counted from 1
     * @param whole the line as it is
     * @param value without quotes
     */
    public record Setting(String key, String value, int line, String whole, int valueStart, int valueEnd) {
        /** The line with another value, quotes kept. */
        public String with(String other) {
            return whole.substring(0, valueStart) + other + whole.substring(valueEnd);
        }

        public boolean isNumber() {
            return NUMBER.matcher(value).matches();
        }
    }

    public static List<Setting> read(String text) {
        List<Setting> settings = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String plain = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            Matcher matcher = LINE.matcher(plain);
            if (plain.strip().startsWith("#") || plain.strip().startsWith("//") || !matcher.matches()) {
                continue;
            }
            boolean quoted = matcher.group("value").matches("\".*\"|'.*'");
            int start = matcher.start("value") + (quoted ? 1 : 0);
            int end = matcher.end("value") - (quoted ? 1 : 0);
            settings.add(new Setting(matcher.group("key"), plain.substring(start, end), number, plain, start, end));
        }
        return settings;
    }

    /** Whether the file name is that of a configuration file. */
    public static boolean isConfiguration(String path) {
        return path.matches("(?i).*\\.(?:properties|ya?ml|json|toml|ini|conf|cfg|env)|(?:.*/)?\\.env");
    }
}
