package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which files a caller means: a glob over paths ({@code src/**}{@code /*.java}), a glob over names ({@code *.md}), or a part
 * of a name. {@code {a,b}} stands for either. Matching takes time linear in pattern times path.
 */
final class FilePattern {
    private static final int MOST_CHARACTERS = 1_000;
    private static final int MOST_ALTERNATIVES = 100;

    private final List<String> globs;
    private final Kind kind;

    private enum Kind {
        PATH_GLOB,
        NAME_GLOB,
        NAME_PART
    }

    private FilePattern(List<String> globs, Kind kind) {
        this.globs = globs;
        this.kind = kind;
    }

    /** @throws WritException with {@code invalid_arguments} for a pattern that is empty or stands for too much */
    static FilePattern parse(String text) {
        String pattern = text.startsWith("./") ? text.substring(2) : text;
        if (pattern.isBlank() || pattern.length() > MOST_CHARACTERS) {
            throw invalid(pattern.isBlank() ? "is empty" : "is longer than " + MOST_CHARACTERS + " characters");
        }
        List<String> globs = new ArrayList<>();
        expand(pattern, globs);
        boolean wild = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0 || globs.size() > 1;
        if (pattern.indexOf('/') >= 0) {
            return new FilePattern(globs, Kind.PATH_GLOB);
        }
        return wild
                ? new FilePattern(globs, Kind.NAME_GLOB)
                : new FilePattern(List.of(pattern.toLowerCase(Locale.ROOT)), Kind.NAME_PART);
    }

    /**
     * @param path relative to the folder that is searched
     * @param name the last name of the path
     */
    boolean matches(String path, String name) {
        return switch (kind) {
            case PATH_GLOB -> PathGlob.anyMatches(globs, path);
            case NAME_GLOB -> PathGlob.anyMatches(globs, name);
            case NAME_PART -> name.toLowerCase(Locale.ROOT).contains(globs.getFirst());
        };
    }

    private static void expand(String pattern, List<String> into) {
        int open = pattern.indexOf('{');
        int close = pattern.indexOf('}', open + 1);
        if (open < 0 || close < 0 || pattern.substring(open, close).indexOf(',') < 0) {
            if (into.size() == MOST_ALTERNATIVES) {
                throw invalid("stands for more than " + MOST_ALTERNATIVES + " alternatives");
            }
            into.add(pattern);
            return;
        }
        for (String choice : pattern.substring(open + 1, close).split(",", -1)) {
            expand(pattern.substring(0, open) + choice + pattern.substring(close + 1), into);
        }
    }

    private static WritException invalid(String why) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The file pattern " + why + ".",
                "Give a glob such as *.java or src/**/*.{ts,js}, or a part of a name.");
    }
}
