package dev.writ.model.playbook.request;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells words that name files and folders from other words. */
public final class PathWords {
    private static final Pattern WITH_EXTENSION = Pattern.compile("[\\w@+~.-]*\\.[A-Za-z][A-Za-z0-9_]{0,11}");
    private static final Pattern HIDDEN = Pattern.compile("\\.[A-Za-z][\\w.-]+");
    private static final Set<String> KNOWN_NAMES = Set.of(
            "readme",
            "license",
            "licence",
            "copying",
            "changelog",
            "contributing",
            "makefile",
            "dockerfile",
            "jenkinsfile",
            "gemfile",
            "rakefile",
            "procfile",
            "notice",
            "authors",
            "codeowners");
    private static final Set<String> KNOWN_FOLDERS = Set.of(
            "src",
            "lib",
            "libs",
            "docs",
            "doc",
            "test",
            "tests",
            "app",
            "apps",
            "scripts",
            "script",
            "config",
            "conf",
            "bin",
            "core",
            "cmd",
            "pkg",
            "internal",
            "examples",
            "example",
            "resources",
            "assets",
            "static",
            "public",
            "data",
            "packages",
            "modules",
            "server",
            "client",
            "backend",
            "frontend",
            "web",
            "api",
            "include",
            "tools");
    private static final Set<String> NOT_FILES = Set.of("e.g", "i.e", "etc", "node.js", "vs", "a.m", "p.m", "no.");

    private PathWords() {}

    /** Whether the word by itself names a file: it has an extension, or is a name like README. */
    public static boolean isFile(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String name = word.substring(word.lastIndexOf('/') + 1);
        return !word.contains("://")
                && !word.contains("(")
                && !word.chars().anyMatch(Character::isWhitespace)
                && !isGlob(word)
                && !NOT_FILES.contains(lower)
                && (WITH_EXTENSION.matcher(name).matches()
                        || HIDDEN.matcher(name).matches()
                        || KNOWN_NAMES.contains(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the word by itself names a folder: it ends in a slash, has one inside, or is a usual folder name. */
    public static boolean isFolder(String word) {
        return !isGlob(word)
                && !word.contains("://")
                && !word.chars().anyMatch(Character::isWhitespace)
                && (word.equals(".")
                        || (word.length() > 1 && word.endsWith("/"))
                        || (word.contains("/") && !isFile(word) && !word.equalsIgnoreCase("and/or") && !isPattern(word))
                        || KNOWN_FOLDERS.contains(word.toLowerCase(Locale.ROOT)));
    }

    public static boolean isPath(String word) {
        return isFile(word) || isFolder(word);
    }

    public static boolean isGlob(String word) {
        return word.indexOf('*') >= 0 && !word.chars().anyMatch(Character::isWhitespace);
    }

    /** Whether the word is a regular expression between slashes. */
    public static boolean isPattern(String word) {
        return word.length() > 2 && word.startsWith("/") && word.endsWith("/");
    }

    /** A path without {@code ./} in front and slashes behind; "." for the root. */
    public static String tidy(String path) {
        String tidy = path.strip();
        while (tidy.startsWith("./")) {
            tidy = tidy.substring(2);
        }
        while (tidy.length() > 1 && tidy.endsWith("/")) {
            tidy = tidy.substring(0, tidy.length() - 1);
        }
        return tidy.isEmpty() ? "." : tidy;
    }
}
