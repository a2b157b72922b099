package dev.writ.model.playbook.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Programming and markup languages by file name, and the words people use for them. */
public final class Languages {
    private static final Map<String, List<String>> EXTENSIONS = new LinkedHashMap<>();
    private static final Map<String, String> NAMES = Map.of(
            "makefile", "Make",
            "gnumakefile", "Make",
            "dockerfile", "Docker",
            "jenkinsfile", "Groovy",
            "cmakelists.txt", "CMake",
            "rakefile", "Ruby",
            "gemfile", "Ruby");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("js", "JavaScript"),
            Map.entry("ts", "TypeScript"),
            Map.entry("node", "JavaScript"),
            Map.entry("c++", "C++"),
            Map.entry("cpp", "C++"),
            Map.entry("cs", "C#"),
            Map.entry("csharp", "C#"),
            Map.entry("golang", "Go"),
            Map.entry("py", "Python"),
            Map.entry("md", "Markdown"),
            Map.entry("yml", "YAML"),
            Map.entry("bash", "Shell"),
            Map.entry("sh", "Shell"),
            Map.entry("text", "Text"),
            Map.entry("txt", "Text"),
            Map.entry("plaintext", "Text"),
            Map.entry("scss", "CSS"),
            Map.entry("log", "Log"),
            Map.entry("property", "Properties"));

    static {
        put("Java", "java");
        put("Kotlin", "kt", "kts");
        put("Scala", "scala");
        put("Groovy", "groovy", "gradle");
        put("Python", "py", "pyi");
        put("JavaScript", "js", "mjs", "cjs", "jsx");
        put("TypeScript", "ts", "tsx", "mts");
        put("C", "c", "h");
        put("C++", "cpp", "cc", "cxx", "hpp", "hh");
        put("C#", "cs");
        put("Go", "go");
        put("Rust", "rs");
        put("Ruby", "rb");
        put("PHP", "php");
        put("Swift", "swift");
        put("Lua", "lua");
        put("Perl", "pl", "pm");
        put("R", "r");
        put("Haskell", "hs");
        put("Elixir", "ex", "exs");
        put("Erlang", "erl");
        put("Clojure", "clj");
        put("Dart", "dart");
        put("Zig", "zig");
        put("Shell", "sh", "bash", "zsh");
        put("PowerShell", "ps1");
        put("SQL", "sql");
        put("HTML", "html", "htm");
        put("CSS", "css", "scss", "less");
        put("Markdown", "md", "markdown");
        put("reStructuredText", "rst");
        put("Text", "txt");
        put("Log", "log");
        put("JSON", "json");
        put("YAML", "yaml", "yml");
        put("TOML", "toml");
        put("XML", "xml");
        put("INI", "ini", "cfg");
        put("Properties", "properties");
        put("CSV", "csv", "tsv");
        put("Protocol Buffers", "proto");
        put("Terraform", "tf");
        put("CMake", "cmake");
        put("Vue", "vue");
        put("Svelte", "svelte");
    }

    private Languages() {}

    private static void put(String language, String... extensions) {
        EXTENSIONS.put(language, List.of(extensions));
    }

    /** The language of a file, by its name. */
    public static Optional<String> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String known = NAMES.getOrDefault(name, "");
        if (!known.isEmpty()) {
            return Optional.of(known);
        }
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1);
        return EXTENSIONS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(extension))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Extensions, without dot, of the language a word stands for; none when it stands for none. */
    public static List<String> extensions(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String name = WORDS.getOrDefault(lower, lower);
        return EXTENSIONS.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }

    /** Whether files of the language are prose or data rather than program text. */
    public static boolean isProse(String language) {
        return List.of(
                        "Markdown",
                        "Text",
                        "reStructuredText",
                        "JSON",
                        "YAML",
                        "TOML",
                        "XML",
                        "INI",
                        "Properties",
                        "CSV",
                        "Log")
                .contains(language);
    }

    /** Whether a word is a file extension that is in use. */
    public static boolean isExtension(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return EXTENSIONS.values().stream().anyMatch(list -> list.contains(lower));
    }
}
