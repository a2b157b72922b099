package dev.writ.model.playbook.request;

import dev.writ.permission.PathGlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person asks for, with everything needed to do it. */
public sealed interface Intent {
    /** Whether doing it can change files, repositories or anything else. */
    default boolean changes() {
        return switch (this) {
            case Replace replace -> !replace.previewOnly();
            case SetSetting ignored -> true;
            case RunCommand ignored -> true;
            case Verify ignored -> true;
            case Commit ignored -> true;
            case WriteFile ignored -> true;
            case CreateFolder ignored -> true;
            case Delete ignored -> true;
            case Relocate ignored -> true;
            case Undo ignored -> true;
            case Optimise ignored -> true;
            case Repair ignored -> true;
            case AskAgain ignored -> true;
            case Help ignored -> false;
            case Describe ignored -> false;
            case FindText ignored -> false;
            case FindFiles ignored -> false;
            case Analyse ignored -> false;
            case AskDatabase ignored -> false;
            case ShowChanges ignored -> false;
            case ShowLog ignored -> false;
            case ReadFile ignored -> false;
            case CountFile ignored -> false;
            case ListFolder ignored -> false;
            case Refuse ignored -> false;
        };
    }

    /** What can you do? */
    record Help() implements Intent {}

    /** Asking the user whether to do the last look or run once more, and doing it on a yes. */
    record AskAgain() implements Intent {}

    /** Something understood that can't be done, with the reason as a sentence. */
    record Refuse(String sentence) implements Intent {}

    /** @param path a folder or file; "." for the workspace */
    record Describe(String path) implements Intent {}

    /**
     * @param what how the user would name it
     * @param countOnly only the number is wanted
     */
    record FindText(String what, TextPattern pattern, Where where, boolean countOnly, boolean definition)
            implements Intent {}

    /**
     * @param text a literal, or a regular expression
     * @param wholeWord only where no word character stands beside it
     */
    record TextPattern(String text, boolean regex, boolean ignoreCase, boolean wholeWord) {
        public static TextPattern literal(String text) {
            return new TextPattern(text, false, false, false);
        }
    }

    /**
     * @param minimum smallest size in bytes
     * @param maximum largest size in bytes
     * @param largest how many of the largest; 0 for all
     * @param smallest how many of the smallest; 0 for all
     */
    record FindFiles(String what, Where where, long minimum, long maximum, int largest, int smallest, boolean countOnly)
            implements Intent {}

    record Replace(TextPattern from, String to, Where where, boolean previewOnly) implements Intent {}

    /**
     * One named setting of a configuration file gets a value.
     *
     * @param mayBeText whether the words fit replacing plain text as well, should there be no such setting
     */
    record SetSetting(String key, String value, Where where, boolean mayBeText) implements Intent {}

    /**
     * The questions asked of Writ's own record.
     *
     * @param request the user's words, which decide what comes first
     */
    record Analyse(String request) implements Intent {}

    /** @param query a named query; empty for an overview of the database */
    record AskDatabase(Optional<String> database, Optional<String> query, Map<String, String> parameters)
            implements Intent {}

    /**
     * @param cwd relative to the workspace; "" for its root
     * @param timeoutSeconds 0 for the default
     */
    record RunCommand(List<String> argv, String cwd, int timeoutSeconds) implements Intent {}

    /** Runs the project's own tests or build, whatever those are. */
    record Verify(Goal goal, String cwd) implements Intent {
        /** What of the project is to be run. */
        public enum Goal {
            TEST,
            BUILD
        }
    }

    /** @param from a commit or branch, "" for the last commit; {@code to} "" for the working folder */
    record ShowChanges(String repository, List<String> paths, String from, String to) implements Intent {}

    record ShowLog(String repository, int limit, List<String> paths) implements Intent {}

    /**
     * @param paths files or folders as named; empty with {@code everything} or {@code previous}
     * @param previous what earlier parts of the same request changed
     * @param message "" to make one
     */
    record Commit(String repository, List<String> paths, boolean everything, boolean previous, String message)
            implements Intent {
        /** Whether a changed file is among those named. */
        public boolean names(String path) {
            return paths.stream()
                    .anyMatch(named -> named.equals(path)
                            || path.startsWith(named + "/")
                            || (named.indexOf('*') >= 0 && PathGlob.matches(Where.anyDepth(named), path)));
        }
    }

    /**
     * @param from first line, 1 for the beginning; negative counts from the end
     * @param lines how many; 0 for all
     */
    record ReadFile(String path, int from, int lines) implements Intent {}

    /** @param unit lines, words, characters or bytes */
    record CountFile(Where where, String unit) implements Intent {}

    /** @param deep with everything below */
    record ListFolder(String path, boolean deep) implements Intent {}

    /** @param mode create, overwrite or append */
    record WriteFile(String path, String content, String mode) implements Intent {}

    record CreateFolder(String path) implements Intent {}

    record Delete(List<String> paths, Where where) implements Intent {}

    /** Moves or copies. */
    record Relocate(String source, String destination, boolean copy) implements Intent {}

    /** @param path only changes of this file; "" for any */
    record Undo(String path, boolean all) implements Intent {}

    /**
     * @param command what is to become faster; empty where the words do not say
     * @param file the configuration file, "" to look for it
     * @param metric a number that the command prints under this name; "" for the time it takes
     * @param higherIsBetter for a metric such as throughput
     */
    record Optimise(List<String> command, String file, String metric, boolean higherIsBetter) implements Intent {}

    /**
     * @param command what fails; empty for the project's own tests
     * @param file a file the user named beside it; may be ""
     */
    record Repair(List<String> command, String file) implements Intent {}
}
