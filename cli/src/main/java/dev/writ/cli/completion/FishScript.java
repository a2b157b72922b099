package dev.writ.cli.completion;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** For fish 3 and newer. */
final class FishScript {
    private FishScript() {}

    static String of(List<Command> commands) {
        Map<String, String> about = commands.stream().collect(Collectors.toMap(Command::path, Command::about));
        StringBuilder lines = new StringBuilder();
        for (Command command : commands) {
            String at = " -n '__writ_at \"" + command.path() + "\"'";
            for (String name : command.below()) {
                lines.append("complete -c writ")
                        .append(at)
                        .append(" -a ")
                        .append(name)
                        .append(described(about.getOrDefault(command.path() + " " + name, "")))
                        .append('\n');
            }
            for (Command.Option option : command.options()) {
                lines.append("complete -c writ").append(at);
                option.names().forEach(name -> lines.append(name(name)));
                lines.append(option.takesValue() ? value(option.value()) : "")
                        .append(described(option.about()))
                        .append('\n');
            }
            String first = value(command.first());
            if (!(command.first() instanceof Wanted.Text)) {
                lines.append("complete -c writ -n '__writ_at \"")
                        .append(command.path())
                        .append("\" 0'")
                        .append(first.replace(" -x", "").replace(" -r", ""))
                        .append('\n');
            }
        }
        return """
                # Completion of writ for fish. Use it with: writ completion fish | source
                function __writ_at
                    set -l tokens (commandline -opc)
                    set -l path writ
                    set -l operands 0
                    set -l value 0
                    for word in $tokens[2..-1]
                        if test $value = 1
                            set value 0
                            continue
                        end
                        switch $word
                            case @WITH_VALUE@
                                set value 1
                            case '-*'
                            case '*'
                                if contains -- "$path $word" @PATHS@
                                    set path "$path $word"
                                else
                                    set operands (math $operands + 1)
                                end
                        end
                    end
                    test "$path" = "$argv[1]"; and test (count $argv) = 1 -o "$operands" = "$argv[2]"
                end
                function __writ_known
                    set -l tokens (commandline -opc)
                    set -l server
                    for i in (seq 2 (math (count $tokens) - 1))
                        if contains -- $tokens[$i] --data --server --config
                            set -a server $tokens[$i] $tokens[(math $i + 1)]
                        end
                    end
                    $tokens[1] complete-ids $argv[1] $server </dev/null 2>/dev/null
                end
                complete -c writ -e
                complete -c writ -f
                @LINES@""".replace("@WITH_VALUE@", Script.withValue(commands).replace("|", " "))
                .replace(
                        "@PATHS@",
                        commands.stream()
                                .skip(1)
                                .map(command -> quoted(command.path()))
                                .collect(Collectors.joining(" ")))
                .replace("@LINES@", lines);
    }

    private static String name(String name) {
        return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
    }

    private static String value(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Text() -> " -x";
            case Wanted.File() -> " -r -F";
            case Wanted.Folder() -> " -x -a '(__fish_complete_directories)'";
            case Wanted.OneOf(List<String> words) -> " -x -a " + quoted(String.join(" ", words));
            case Wanted.Known(String kind) -> " -x -a '(__writ_known " + kind + ")'";
        };
    }

    private static String described(String about) {
        return about.isEmpty() ? "" : " -d " + quoted(about);
    }

    /** In quotes of fish, where a backslash and a quote have a meaning. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
