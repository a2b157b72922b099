package dev.writ.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For zsh, with what each command and option is for. */
final class ZshScript {
    private ZshScript() {}

    static String of(List<Command> commands) {
        return """
                #compdef writ
                # Completion of writ for zsh. Use it with: source <(writ completion zsh)
                _writ() {
                  local cur=${words[CURRENT]} path_=writ word previous= first=
                  local program=${~words[1]}
                  local -a server below options
                  local -i operands=0 i
                  for ((i = 2; i < CURRENT; i++)); do
                    word=${words[i]}
                    if [[ -n $previous ]]; then
                      case $previous in (--data|--server|--config) server+=($previous ${~word}) ;; esac
                      previous=
                      continue
                    fi
                    case $word in
                      (@WITH_VALUE@) previous=$word ;;
                      (-*) ;;
                      (*)
                        case "$path_ $word" in
                          (@PATHS@) path_="$path_ $word" ;;
                          (*) ((operands += 1)) ;;
                        esac
                        ;;
                    esac
                  done
                  if [[ -n $previous ]]; then
                    case $previous in
                @VALUES@
                    esac
                    _writ_offer "$first"
                    return
                  fi
                  case $path_ in
                @COMMANDS@
                  esac
                  if [[ $cur == -* ]]; then
                    _describe -o option options
                  elif ((${#below})); then
                    _describe command below
                  elif ((operands == 0)); then
                    _writ_offer "$first"
                  fi
                }
                _writ_offer() {
                  case $1 in
                    (folder) _files -/ ;;
                    (file) _files ;;
                    (words:*) compadd -- ${=1#words:} ;;
                    (known:*) compadd -- ${(f)"$($program complete-ids ${1#known:} $server </dev/null 2>/dev/null)"} ;;
                  esac
                }
                (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
                compdef _writ writ
                """.replace("@WITH_VALUE@", Script.withValue(commands))
                .replace("@PATHS@", Script.paths(commands))
                .replace("@VALUES@", values(commands))
                .replace(
                        "@COMMANDS@",
                        commands.stream()
                                .map(command -> command(command, about(commands)))
                                .collect(Collectors.joining("\n")));
    }

    private static Map<String, String> about(List<Command> commands) {
        return commands.stream().collect(Collectors.toMap(Command::path, Command::about));
    }

    private static String values(List<Command> commands) {
        return Script.values(commands).entrySet().stream()
                .map(option -> "      (" + option.getKey() + ") first="
                        + Script.quoted(BashScript.word(option.getValue())) + " ;;")
                .collect(Collectors.joining("\n"));
    }

    private static String command(Command command, Map<String, String> about) {
        List<String> options = new ArrayList<>();
        for (Command.Option option : command.options()) {
            option.names().forEach(name -> options.add(name + ":" + option.about()));
        }
        return "    (" + Script.quoted(command.path()) + ")\n"
                + "      first=" + Script.quoted(BashScript.word(command.first())) + "\n"
                + "      below=(" + list(command.below(), name -> name + ":" + about.get(command.path() + " " + name))
                + ")\n"
                + "      options=(" + list(options, Function.identity()) + ")\n"
                + "      ;;";
    }

    private static String list(List<String> names, Function<String, String> text) {
        return names.stream().map(name -> Script.quoted(text.apply(name))).collect(Collectors.joining(" "));
    }
}
