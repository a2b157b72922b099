package dev.writ.cli.completion;

import java.util.List;
import java.util.stream.Collectors;

/** For bash 3.2 and newer. */
final class BashScript {
    private BashScript() {}

    static String of(List<Command> commands) {
        return """
                # Completion of writ for bash. Use it with: source <(writ completion bash)
                _writ() {
                  local IFS=$' \\t\\n' cur='' path=writ word previous='' operands=0 i below='' options='' first=''
                  local line=${COMP_LINE:0:COMP_POINT}
                  local -a server=() words=()
                  # Not COMP_WORDS: bash cuts addresses at their colons.
                  read -r -a words <<<"$line"
                  case $line in *[[:space:]]) ;; *) cur=${words[${#words[@]} - 1]} ;; esac
                  local program=${words[0]/#\\~/$HOME} count=${#words[@]}
                  if [ -n "$cur" ]; then count=$((count - 1)); fi
                  COMPREPLY=()
                  for ((i = 1; i < count; i++)); do
                    word=${words[i]}
                    if [ -n "$previous" ]; then
                      case $previous in --data|--server|--config) server+=("$previous" "${word/#\\~/$HOME}") ;; esac
                      previous=''
                      continue
                    fi
                    case $word in
                      @WITH_VALUE@) previous=$word ;;
                      -*) ;;
                      *)
                        case "$path $word" in
                          @PATHS@) path="$path $word" ;;
                          *) operands=$((operands + 1)) ;;
                        esac
                        ;;
                    esac
                  done
                  if [ -n "$previous" ]; then
                    case $previous in
                @VALUES@
                    esac
                    _writ_offer "$first"
                    return
                  fi
                  case $path in
                @COMMANDS@
                  esac
                  case $cur in
                    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
                    *)
                      if [ -n "$below" ]; then
                        COMPREPLY=($(compgen -W "$below" -- "$cur"))
                      elif [ "$operands" = 0 ]; then
                        _writ_offer "$first"
                      fi
                      ;;
                  esac
                }
                _writ_offer() {
                  case $1 in
                    folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;
                    file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
                    words:*) COMPREPLY=($(compgen -W "${1#words:}" -- "$cur")) ;;
                    known:*) COMPREPLY=($(compgen -W "$("$program" complete-ids "${1#known:}" ${server[@]+"${server[@]}"} </dev/null 2>/dev/null)" -- "$cur")) ;;
                  esac
                }
                complete -F _writ writ
                """.replace("@WITH_VALUE@", Script.withValue(commands))
                .replace("@PATHS@", Script.paths(commands))
                .replace("@VALUES@", values(commands))
                .replace("@COMMANDS@", commands(commands));
    }

    private static String values(List<Command> commands) {
        return Script.values(commands).entrySet().stream()
                .map(option -> "      " + option.getKey() + ") first=" + Script.quoted(word(option.getValue())) + " ;;")
                .collect(Collectors.joining("\n"));
    }

    private static String commands(List<Command> commands) {
        return commands.stream()
                .map(command -> "    " + Script.quoted(command.path()) + ") below="
                        + Script.quoted(String.join(" ", command.below())) + " first="
                        + Script.quoted(word(command.first())) + " options="
                        + Script.quoted(command.options().stream()
                                .flatMap(option -> option.names().stream())
                                .collect(Collectors.joining(" ")))
                        + " ;;")
                .collect(Collectors.joining("\n"));
    }

    /** As the script passes it on. */
    static String word(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Text() -> "";
            case Wanted.File() -> "file";
            case Wanted.Folder() -> "folder";
            case Wanted.OneOf(List<String> words) -> "words:" + String.join(" ", words);
            case Wanted.Known(String kind) -> "known:" + kind;
        };
    }
}
